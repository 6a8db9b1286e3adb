package ringproof.corpus.life;

import ringproof.suite.SeededBug;

/// Linux: a buffer freed in blk_mq_ops.timeout.
public final class ReuseAfterTimeout extends SeededBug {
    public ReuseAfterTimeout() {
        super("Linux: a buffer freed in blk_mq_ops.timeout", "-",
                "a buffer is used again when its request has timed out, although the device still has it",
                "split-flags/interrupt/none/L/q8i0/timeout");
    }

    @Override
    protected boolean leavesToTheDevice() {
        return false;
    }
}
