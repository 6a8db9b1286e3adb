package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// QEMU 92045d80badc.
public final class EnableKickThenLook extends DroppedBarrier {
    public EnableKickThenLook() {
        super("QEMU 92045d80badc", "2.7.10",
                "the device asks for notifications and looks at the available index too early",
                "split-eventnow/interrupt/none/LL/q16i7", Barrier.AVAILABLE_RECHECK);
    }
}
