package ringproof.transport;

/// Driver and device cannot work together. The message is one sentence that names what was wrong and what to do.
public final class NegotiationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NegotiationException(String message) {
        super(message);
    }
}
