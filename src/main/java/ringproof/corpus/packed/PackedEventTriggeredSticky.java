package ringproof.corpus.packed;

import ringproof.corpus.PackedDriver;
import ringproof.driver.Request;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Linux virtio_ring 8d622d21d248, on the packed ring.
public final class PackedEventTriggeredSticky extends SeededBug {
    public PackedEventTriggeredSticky() {
        super("Linux virtio_ring 8d622d21d248, on the packed ring", "2.8.10",
                "the driver remembers for good that an event was triggered, takes callbacks for enabled and does not ask again",
                "packed-event/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDriver(machine, layout, scenario) {
            private final Cell triggered = machine.newCell("triggered");

            @Override
            public boolean callbackArrived() {
                boolean arrived = super.callbackArrived();
                if (arrived) {
                    triggered.set(1);
                }
                return arrived;
            }

            @Override
            public boolean enableCallback() {
                return triggered.get() != 0 || super.enableCallback();
            }
        };
    }
}
