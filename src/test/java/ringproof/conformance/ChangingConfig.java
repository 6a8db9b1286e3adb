package ringproof.conformance;

import ringproof.transport.Transport;

/// A device whose capacity changes while it is read for the first time: the reader gets the new low half and the old high half.
final class ChangingConfig extends ForwardingTransport {
    private static final long LOW = 0xFFFF_FFFFL;
    private final long before;
    private final long after;
    private int reads;
    private int generation;

    ChangingConfig(Transport inner, long before, long after) {
        super(inner);
        this.before = before;
        this.after = after;
    }

    int reads() {
        return reads;
    }

    @Override
    public int configGeneration() {
        return generation;
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        long value = reads == 0 ? (before & ~LOW) | (after & LOW) : after;
        for (int i = 0; i < to.length; i++) {
            to[i] = (byte) (value >>> (Byte.SIZE * (offset + i)));
        }
        generation = 1;
        reads++;
    }
}
