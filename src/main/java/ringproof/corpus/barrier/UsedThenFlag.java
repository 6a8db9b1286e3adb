package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// QEMU a281ebc11a69.
public final class UsedThenFlag extends DroppedBarrier {
    public UsedThenFlag() {
        super("QEMU a281ebc11a69", "2.7.7.2",
                "the device does not order the used index before its look at the flags",
                "split-flags/interrupt/none/LL/q16i7", Barrier.NOTIFY_CHECK);
    }
}
