package ringproof.check;

/// A program does not do the same again although its agents have observed the same: nothing can be said about it.
public final class NotDeterministic extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotDeterministic(String message) {
        super(message);
    }
}
