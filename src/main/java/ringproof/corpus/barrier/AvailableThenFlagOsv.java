package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// OSv 8e89eab22b7c.
public final class AvailableThenFlagOsv extends DroppedBarrier {
    public AvailableThenFlagOsv() {
        super("OSv 8e89eab22b7c", "2.7.13.4.1",
                "a second missed kick: the available index and the flags",
                "split-flags/interrupt/none/L+L/q16i7", Barrier.KICK_CHECK);
    }
}
