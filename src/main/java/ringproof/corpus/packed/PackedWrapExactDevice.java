package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// openvmm 547661407c39.
public final class PackedWrapExactDevice extends SeededBug {
    public PackedWrapExactDevice() {
        super("openvmm 547661407c39", "2.8.1",
                "the device does not turn its wrap counter when a list fills the ring exactly",
                "packed-flags/interrupt/none/LL/q3i0");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                return slotCount == layout.size() ? position : super.behind(position, slotCount);
            }
        };
    }
}
