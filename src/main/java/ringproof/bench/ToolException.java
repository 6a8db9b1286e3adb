package ringproof.bench;

/// A checker could not be run, or did not say what it must. The message is one sentence for the user.
final class ToolException extends Exception {
    private static final long serialVersionUID = 1;

    ToolException(String message) {
        super(message);
    }

    ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
