package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// SPDK ed0c3125fb10.
public final class AvailableIndexThenRing extends DroppedBarrier {
    public AvailableIndexThenRing() {
        super("SPDK ed0c3125fb10", "2.7.13",
                "the device reads the available ring before the index",
                "split-flags/interrupt/none/LL/q16i7", Barrier.SEE_AVAILABLE);
    }
}
