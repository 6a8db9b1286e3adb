package ringproof.tool;

/// A checker could not be run, or did not say what it must. The message is one sentence for the user.
public final class ToolException extends Exception {
    private static final long serialVersionUID = 1;

    public ToolException(String message) {
        super(message);
    }

    public ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
