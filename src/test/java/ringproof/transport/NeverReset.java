package ringproof.transport;

/// A transport whose status never reads 0, and whose queues are never reset.
final class NeverReset extends WrappedTransport {
    NeverReset(Transport inner) {
        super(inner);
    }

    @Override
    public int status() {
        return super.status() | 1;
    }

    @Override
    public boolean isQueueResetting(int queue) {
        return true;
    }
}
