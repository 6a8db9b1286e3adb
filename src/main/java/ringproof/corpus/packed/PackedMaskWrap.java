package ringproof.corpus.packed;

import ringproof.corpus.PackedDevice;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// DPDK 92ed77dce68d.
public final class PackedMaskWrap extends SeededBug {
    public PackedMaskWrap() {
        super("DPDK 92ed77dce68d", "2.8.1",
                "the device wraps its offset with a mask although the size is no power of two",
                "packed-event/interrupt/none/LL/q7i2");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDevice(machine, layout, scenario) {
            @Override
            protected int behind(int position, int slotCount) {
                int slot = PackedPosition.slot(position) + slotCount;
                return slot < layout.size() ? position + slotCount
                        : (slot & layout.size() - 1) | (~position & PackedLayout.WRAP);
            }
        };
    }
}
