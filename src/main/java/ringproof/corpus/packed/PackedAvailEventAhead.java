package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// Firecracker 70157ae134ea, on the packed ring.
public final class PackedAvailEventAhead extends SeededBug {
    public PackedAvailEventAhead() {
        super("Firecracker 70157ae134ea, on the packed ring", "2.8.10",
                "the device asks for the notification of the list after the next",
                "packed-event/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            @Override
            protected void writeSuppression(int event, int position) {
                super.writeSuppression(event, event == PackedLayout.EVENT_DESC
                        ? PackedPosition.advance(position, 3, layout.size()) : position);
            }
        };
    }
}
