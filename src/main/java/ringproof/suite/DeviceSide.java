package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.World;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.Hosting;
import ringproof.device.Polling;
import ringproof.device.QueueServer;
import ringproof.device.QueueStatistics;
import ringproof.device.QueueThreads;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.machine.Digest;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.DeviceModel;
import ringproof.transport.Kick;
import ringproof.transport.QueuePort;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The device of a [RingProgram], in the scenario's [Environment]: executors on its disk, and the agents that serve its queues.
final class DeviceSide {
    private static final String ID = "ringproof";

    private final World world;
    private final Machine machine;
    private final Scenario scenario;
    private final Backend disk;
    private final FeatureSet features;
    private final @Nullable QueueThreads threads;

    /// A device with `queueCount` queues.
    DeviceSide(World world, Scenario scenario, Backend disk, int queueCount) {
        this.world = world;
        this.machine = world.machine();
        this.scenario = scenario;
        this.disk = scenario.environment() == Environment.DISK_FAILS ? new FailingDisk(disk, world) : disk;
        this.features = scenario.flushes() ? scenario.ring().features().with(Feature.BLK_FLUSH)
                : scenario.ring().features();
        this.threads = scenario.environment().hasThreads() ? threads(queueCount) : null;
    }

    private QueueThreads threads(int queueCount) {
        Hosting hosting = switch (scenario.environment()) {
            case DEVICE_POLLS -> Hosting.DEFAULT.withPolling(() -> new ChosenPolling(world));
            case ONE_THREAD -> Hosting.DEFAULT.withThreads(1).withBatch(1);
            case NONE, SPURIOUS, UNSUPPRESSED, DISK_FAILS -> throw new IllegalStateException("no thread is asked for");
        };
        QueueThreads made = new QueueThreads(machine, queueCount, hosting);
        for (int thread = 0; thread < made.count(); thread++) {
            world.daemon("device" + (made.count() == 1 ? "" : thread), made.agent(thread));
        }
        return made;
    }

    /// A queue that the device has, and how it is kicked.
    ///
    /// @param number which queue
    /// @param name   distinguishes its agents: empty for the first
    /// @param parts  what makes the worker
    Kick serve(int number, String name, DeviceQueue queue, QueueLayout layout, Event callback, Parts parts) {
        RequestExecutor executor = parts.executor(machine.memory(), disk, ID, features, BlkLimits.DEFAULT);
        DeviceAlarm alarm = why -> world.fail("the device stopped: " + why);
        DeviceQueue seen = scenario.environment() == Environment.UNSUPPRESSED ? new EagerDeviceQueue(queue, world)
                : queue;
        if (threads != null) {
            QueueServer server = new QueueServer(machine, seen, executor, callback, alarm, new QueueStatistics());
            threads.attach(new QueuePort(number, layout, callback), features, server);
            return kick(threads, number);
        }
        Event kick = machine.newEvent("kick" + name);
        QueueWorker worker = parts.worker(machine, seen, executor, kick, callback, alarm);
        world.daemon("device" + name, worker);
        if (scenario.environment() == Environment.SPURIOUS) {
            world.daemon("spurious kick" + name, kick::signal);
        }
        return Kick.to(kick);
    }

    private static Kick kick(QueueThreads threads, int queue) {
        return new Kick() {
            @Override
            public void send(int next) {
                threads.kick(queue, DeviceModel.NO_NEXT);
            }

            @Override
            public boolean carriesNext() {
                return false;
            }
        };
    }

    /// Goes on for as long as the environment chooses.
    private record ChosenPolling(World world) implements Polling {
        @Override
        public boolean goesOn() {
            return world.choose("device polls on", 2) == 1;
        }

        @Override
        public void foundWork() {
            // Nothing to learn from.
        }

        @Override
        public void digest(Digest digest) {
            // Nothing is remembered.
        }
    }

    /// Fails when the environment chooses.
    private static final class FailingDisk extends BackendWrapper {
        private final World world;

        FailingDisk(Backend disk, World world) {
            super(disk);
            this.world = world;
        }

        private boolean fails() {
            return world.choose("disk fails", 2) == 1;
        }

        @Override
        public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            return !fails() && super.read(offsetBytes, memory, addr, lengthBytes);
        }

        @Override
        public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
            return !fails() && super.write(offsetBytes, memory, addr, lengthBytes);
        }

        @Override
        public boolean flush() {
            return !fails() && super.flush();
        }
    }
}
