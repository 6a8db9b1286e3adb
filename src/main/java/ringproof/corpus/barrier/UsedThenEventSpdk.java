package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// SPDK df8d361f6cc9.
public final class UsedThenEventSpdk extends DroppedBarrier {
    public UsedThenEventSpdk() {
        super("SPDK df8d361f6cc9", "2.7.7.2",
                "the device does not order the used index before its look at used_event; as QEMU, eleven years later",
                "split-eventnow/interrupt/none/LL/q16i7", Barrier.NOTIFY_CHECK);
    }
}
