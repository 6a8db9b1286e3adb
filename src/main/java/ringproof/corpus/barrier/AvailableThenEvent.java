package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// virtio-driver 66382f548a85.
public final class AvailableThenEvent extends DroppedBarrier {
    public AvailableThenEvent() {
        super("virtio-driver 66382f548a85", "2.7.13.4.1",
                "release and acquire where the driver needs a full fence between available index and avail_event",
                "split-eventnow/interrupt/none/LL/q16i7", Barrier.KICK_CHECK);
    }
}
