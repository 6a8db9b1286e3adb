package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// DPDK 8f66bc4ac3c0.
public final class EnableCallbackThenLook extends DroppedBarrier {
    public EnableCallbackThenLook() {
        super("DPDK 8f66bc4ac3c0", "2.7.14",
                "the driver enables callbacks and looks at the used index too early",
                "split-flags/interrupt/none/LL/q16i7", Barrier.USED_RECHECK);
    }
}
