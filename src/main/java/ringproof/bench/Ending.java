package ringproof.bench;

/// How a checker's run ended.
public enum Ending {
    /// Everything was explored and nothing is wrong.
    PROVED("proved"),
    /// Something is wrong.
    REFUTED("refuted"),
    /// Time was up; nothing was wrong so far.
    NOT_EXHAUSTED("not exhausted");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
