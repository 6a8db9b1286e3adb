package ringproof.machine;

/// A 64-bit digest of a sequence of values. Not cryptographic: it names states, and the odds of a collision are printed with each proof.
public final class Digest {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private long value;

    /// Starts over from a seed.
    public Digest reset(long seed) {
        value = seed;
        return this;
    }

    public Digest add(long more) {
        value = mix(value, more);
        return this;
    }

    public Digest add(boolean more) {
        return add(more ? 1 : 0);
    }

    public Digest add(Digestible more) {
        more.digest(this);
        return this;
    }

    public long value() {
        return value;
    }

    /// Folds `more` into `digest`; the order of the values matters.
    public static long mix(long digest, long more) {
        long x = (digest ^ more) * MULTIPLIER;
        x ^= x >>> 32;
        x = (x + 0x632BE59BD9B4E019L) * 0xD6E8FEB86659FD93L;
        return x ^ x >>> 29;
    }
}
