package ringproof.vhost;

/// Hears, for people, what becomes of a back-end's connections. Calls come from several threads.
public interface PeerListener {
    PeerListener NONE = new PeerListener() {
    };

    /// A front-end has connected.
    default void connected() {
        // Not everybody wants to know.
    }

    /// Its connection has ended. `why`: what it did that it may not; empty: it has gone.
    default void ended(String why) {
        // Likewise.
    }

    /// The device cannot go on until it is reset, and why.
    default void fault(String why) {
        // Likewise.
    }
}
