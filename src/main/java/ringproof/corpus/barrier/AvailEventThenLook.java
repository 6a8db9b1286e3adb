package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// cloud-hypervisor 72b736153e09.
public final class AvailEventThenLook extends DroppedBarrier {
    public AvailEventThenLook() {
        super("cloud-hypervisor 72b736153e09", "2.7.10",
                "the device updates avail_event and looks at the available index without a full fence",
                "split-event2021/interrupt/none/LL/q16i7", Barrier.AVAILABLE_RECHECK);
    }
}
