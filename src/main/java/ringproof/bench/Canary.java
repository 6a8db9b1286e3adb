package ringproof.bench;

/// A checker run on the program with a bug put in: a model that cannot fail proves nothing.
///
/// @param bug     what was taken away
/// @param says    what the checker found wrong, in its words
/// @param seconds to the finding
public record Canary(String checker, String bug, Ending ending, String says, double seconds) {
    public boolean isFound() {
        return ending == Ending.REFUTED;
    }
}
