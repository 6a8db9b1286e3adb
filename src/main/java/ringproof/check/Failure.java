package ringproof.check;

/// What is wrong in one execution, in one sentence.
public record Failure(Kind kind, String message) {
    public enum Kind {
        /// A property of the program does not hold.
        PROPERTY,
        /// Nothing can run any more although an agent has not finished.
        STUCK,
        /// Two agents access the same bytes at once, one of them with a plain access.
        DATA_RACE,
        /// Agents go round for ever although everybody gets its turn, and one that must finish never does.
        LIVELOCK,
        /// An agent threw.
        EXCEPTION
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PROPERTY -> message;
            case STUCK -> "stuck: " + message;
            case DATA_RACE -> "data race: " + message;
            case LIVELOCK -> "livelock: " + message;
            case EXCEPTION -> "exception: " + message;
        };
    }
}
