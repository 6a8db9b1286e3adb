package ringproof.suite;

import java.util.List;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.machine.Machine;

/// Bugs that show only when a device is reset or a request takes too long.
final class LifeBugs {
    private static final Scenario FAILED = Scenario.parse("split-flags/interrupt/none/L/q8i0/fail");
    private static final Scenario QUEUE_RESET = Scenario.parse("split-flags/interrupt/none/L/q8i0/reset-queue");
    private static final Scenario LATE = Scenario.parse("split-flags/interrupt/none/L/q8i0/timeout");

    private LifeBugs() {
    }

    static List<SeededBug> list() {
        return List.of(
                new SeededBug("REQUEST_SURVIVES_RESET", "QEMU 26307f6aa451, VIRTIO 2.4.1",
                        "the device acknowledges a reset while it still executes a request", FAILED, null,
                        new DeviceParts() {
                            @Override
                            BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
                                return new BlkDevice(machine, disk, options) {
                                    @Override
                                    public void reset() {
                                        // It goes on with what it has.
                                    }
                                };
                            }
                        }),
                new SeededBug("QUEUE_RESET_TOO_EARLY", "VIRTIO 2.6.1.1",
                        "the device says that a queue is reset before it has let go of it", QUEUE_RESET, null,
                        new DeviceParts() {
                            @Override
                            BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
                                return new BlkDevice(machine, disk, options) {
                                    @Override
                                    public void resetQueue(int queue) {
                                        // It lets go when the queue is enabled again.
                                    }
                                };
                            }
                        }),
                new SeededBug("REUSE_AFTER_TIMEOUT", "Linux: a buffer freed in blk_mq_ops.timeout",
                        "a buffer is used again when its request has timed out, although the device still has it", LATE,
                        null, new Parts() {
                            @Override
                            boolean leavesToTheDevice() {
                                return false;
                            }
                        }));
    }

    /// With another device.
    private abstract static class DeviceParts extends Parts {
        @Override
        abstract BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options);
    }
}
