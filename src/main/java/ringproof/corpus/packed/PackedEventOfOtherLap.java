package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// VIRTIO 2.8.10.
public final class PackedEventOfOtherLap extends SeededBug {
    public PackedEventOfOtherLap() {
        super("VIRTIO 2.8.10", "2.8.10",
                "the device takes the descriptor that the driver asked for to be in the lap that it has come to",
                "packed-event/interrupt/none/LL/q7i2");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            // Spent at once, so it is no part of the digest.
            private int lap;

            @Override
            protected boolean driverWantsNotification(int newPosition, int count) {
                lap = newPosition & PackedLayout.WRAP;
                return super.driverWantsNotification(newPosition, count);
            }

            @Override
            protected int readSuppression() {
                return (super.readSuppression() & ~PackedLayout.WRAP) | lap;
            }
        };
    }
}
