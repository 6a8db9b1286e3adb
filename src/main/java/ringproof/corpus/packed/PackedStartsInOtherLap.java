package ringproof.corpus.packed;

import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.PackedDeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.wire.PackedLayout;

/// DPDK 3ad55b8e94ca, there kept for a reconnection.
public final class PackedStartsInOtherLap extends SeededBug {
    public PackedStartsInOtherLap() {
        super("DPDK 3ad55b8e94ca, there kept for a reconnection", "2.8.1",
                "the place where the device goes on is kept without its wrap counter",
                "packed-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new PackedDeviceQueue(machine, layout, scenario.ring().features(),
                scenario.startPosition() ^ PackedLayout.WRAP);
    }
}
