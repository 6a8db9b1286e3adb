package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// DPDK d21d05c7a9c1.
public final class AvailableThenFlag extends DroppedBarrier {
    public AvailableThenFlag() {
        super("DPDK d21d05c7a9c1", "2.7.13.4.1",
                "the driver does not order the available index before its look at the flags",
                "split-flags/interrupt/none/LL/q16i7", Barrier.KICK_CHECK);
    }
}
