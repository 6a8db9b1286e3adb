package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// cloud-hypervisor e0bdfe826ec3.
public final class UsedThenEvent extends DroppedBarrier {
    public UsedThenEvent() {
        super("cloud-hypervisor e0bdfe826ec3", "2.7.7.2",
                "no barrier before the device reads used_event",
                "split-eventnow/interrupt/none/L+L/q16i7", Barrier.NOTIFY_CHECK);
    }
}
