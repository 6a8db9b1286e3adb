package ringproof.machine;

/// Strength of one memory access, as in [java.lang.invoke.VarHandle].
///
/// - `PLAIN`: no other agent may touch the bytes at the same time; the checker reports it as a data race if one does.
/// - `OPAQUE`: atomic and coherent, orders nothing.
/// - `ACQUIRE`: an opaque load, ordered before everything that follows.
/// - `RELEASE`: an opaque store, ordered after everything that precedes.
/// - `VOLATILE`: acquire load or release store, and all volatile accesses of all agents have one order.
public enum Order {
    PLAIN, OPAQUE, ACQUIRE, RELEASE, VOLATILE
}
