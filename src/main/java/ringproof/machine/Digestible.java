package ringproof.machine;

/// Something that can tell all that its future behaviour depends on.
///
/// Leaving a value out is unsound (the checker would take two different states for one); putting too much in only costs states.
@FunctionalInterface
public interface Digestible {
    /// Nothing is live.
    Digestible NOTHING = digest -> {
    };

    void digest(Digest digest);
}
