package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// virtio-driver fb561a968b16.
public final class EventThenUsed extends DroppedBarrier {
    public EventThenUsed() {
        super("virtio-driver fb561a968b16", "2.7.7.1",
                "release and acquire where the driver needs a full fence between used_event and used index",
                "split-eventnow/no-suppression/none/LL/q16i7", Barrier.USED_EVENT_ADVANCE);
    }
}
