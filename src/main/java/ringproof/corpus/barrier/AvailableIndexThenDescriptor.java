package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// kvmtool 15c4e1ef906e.
public final class AvailableIndexThenDescriptor extends DroppedBarrier {
    public AvailableIndexThenDescriptor() {
        super("kvmtool 15c4e1ef906e", "2.7.13",
                "on Arm the device reads descriptors before the available index",
                "split-eventnow/interrupt/none/LL/q16i7", Barrier.SEE_AVAILABLE);
    }
}
