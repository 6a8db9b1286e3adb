package ringproof.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.RequestExecutor;
import ringproof.driver.Request;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// Bugs that show only in a world that does more than it must: see [Environment].
final class EnvironmentBugs {
    private static final Scenario SPURIOUS = Scenario.parse("split-flags/interrupt/none/L/q16i7/spurious");
    private static final Scenario UNSUPPRESSED = Scenario.parse("split-flags/toggle-v1/stays/HH/q16i7/unsuppressed");
    private static final Scenario DEVICE_POLLS = Scenario.parse("split-flags/interrupt/none/L/q16i7/device-polls");
    private static final Scenario ONE_THREAD = Scenario.parse("split-flags/poll-queues/stays/HL/q16i7/one-thread");
    private static final Scenario DISK_FAILS = Scenario.parse("split-flags/interrupt/none/L/q16i7/disk-fails");

    private EnvironmentBugs() {
    }

    static List<SeededBug> list() {
        return List.of(
                bug("SPURIOUS_LEAVES_OFF", "VIRTIO 2.7.10: a notification may be spurious",
                        "the handler believes every interrupt, and when nothing was used returns with callbacks off",
                        SPURIOUS, new Parts() {
                            @Override
                            DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
                                return new CredulousDriverQueue(machine, layout, scenario);
                            }
                        }),
                bug("EXCLUDED_BY_SUPPRESSION", "Linux nvme-pci, CVE-2026-31523",
                        "the poller takes no lock, since notifications are off; the device notifies all the same",
                        UNSUPPRESSED, new Parts() {
                            @Override
                            boolean excludes() {
                                return false;
                            }
                        }),
                bug("POLLING_ENDS_UNTOLD", "QEMU 5bdbaebcce18",
                        "the device stops polling and sleeps with notifications off", DEVICE_POLLS, new SleepyDevice()),
                bug("ONE_QUEUE_FORGOTTEN", "QEMU 485e3ce88e8a, in general form",
                        "a thread that serves several queues asks for the notifications of all but one", ONE_THREAD,
                        new SleepyDevice()),
                bug("FAILURE_REPORTED_OK", "Linux virtio_blk 9bce6b5f8987, there in the driver's batch completion",
                        "a request whose disk has failed ends with OK", DISK_FAILS, new Parts() {
                            @Override
                            RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features) {
                                return new RequestExecutor(memory, disk, id, features) {
                                    @Override
                                    protected void writeStatus(Chain chain, BlkStatus status) {
                                        super.writeStatus(chain, BlkStatus.OK);
                                    }
                                };
                            }
                        }));
    }

    private static SeededBug bug(String name, String source, String mechanism, Scenario where, Parts parts) {
        return new SeededBug(name, source, mechanism, where, null, parts);
    }

    /// Never asks for notifications.
    private static final class SleepyDevice extends Parts {
        @Override
        DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
            return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx()) {
                @Override
                public boolean enableNotification() {
                    return true;
                }
            };
        }
    }

    private static final class CredulousDriverQueue extends SplitDriverQueue<Request> {
        private boolean found;

        CredulousDriverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, "q0", layout, scenario.ring().features(), scenario.ring().disableStyle(),
                    scenario.startIdx());
        }

        @Override
        public boolean callbackArrived() {
            return true;
        }

        @Override
        public void disableCallback() {
            found = false;
            super.disableCallback();
        }

        @Override
        public @Nullable Request takeUsed() {
            Request request = super.takeUsed();
            found |= request != null;
            return request;
        }

        @Override
        public boolean enableCallback() {
            return !found || super.enableCallback();
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(found);
        }
    }
}
