package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.World;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Kick;

/// One virtqueue of a [RingProgram]: both its sides, its interrupt handler and its device as agents, and what must hold of it.
final class Lane {
    private final HardwareQueue hardwareQueue;
    private final SuppressionSpec suppression;

    private Lane(HardwareQueue hardwareQueue, SuppressionSpec suppression) {
        this.hardwareQueue = hardwareQueue;
        this.suppression = suppression;
    }

    /// The queue on which all requests go, or those that no queue of its own takes: the one into which bugs are put.
    static Lane main(World world, Scenario scenario, Parts parts, MemoryBackend disk, GuestAllocator allocator,
            CompletionListener listener) {
        Machine machine = world.machine();
        QueueLayout layout = Virtqueues.allocate(scenario.ring().features(), scenario.queueSize(), allocator);
        SuppressionWords words = SuppressionWords.of(scenario.ring(), layout);
        SuppressionSpec suppression = new SuppressionSpec(scenario, HctxType.DEFAULT, words, world, RingProgram.LOCK);
        DriverQueue<Request> driverQueue = suppression.watch(parts.driverQueue(machine, layout, scenario));
        DeviceQueue deviceQueue = parts.deviceQueue(machine, layout, scenario);
        Event kick = machine.newEvent("kick");
        Event callback = machine.newEvent("callback");
        HardwareQueue hardwareQueue = parts.hardwareQueue(machine, driverQueue,
                scenario.policy().newQueueState(HctxType.DEFAULT), scenario.requestCount(), allocator, Kick.to(kick),
                listener);
        QueueWorker worker = parts.worker(machine, deviceQueue, executor(machine, scenario, disk), kick, callback,
                why -> world.fail("the device stopped: " + why));
        Lane lane = new Lane(hardwareQueue, suppression);
        lane.run(world, new QueueLabels.Named("", scenario.ring().isPacked(), layout), callback, worker,
                parts.excludes());
        return lane;
    }

    /// The queue for HIPRI requests alone, or null where the policy has none.
    static @Nullable Lane polled(World world, Scenario scenario, MemoryBackend disk, GuestAllocator allocator,
            CompletionListener listener) {
        if (scenario.policy() != Policy.POLL_QUEUES) {
            return null;
        }
        Machine machine = world.machine();
        QueueLayout layout = Virtqueues.allocate(scenario.ring().features(), scenario.queueSize(), allocator);
        SuppressionWords words = SuppressionWords.of(scenario.ring(), layout);
        SuppressionSpec suppression = new SuppressionSpec(scenario, HctxType.POLL, words, world, "q1.lock");
        Event kick = machine.newEvent("kick1");
        Event callback = machine.newEvent("callback1");
        CompletionPolicy policy = scenario.policy().newQueueState(HctxType.POLL);
        HardwareQueue hardwareQueue = new HardwareQueue(machine, "q1",
                suppression.watch(Parts.driverQueue(machine, "q1", layout, scenario)), policy, scenario.requestCount(),
                allocator, Kick.to(kick), listener);
        QueueWorker worker = new QueueWorker(machine, Parts.REAL.deviceQueue(machine, layout, scenario),
                executor(machine, scenario, disk), kick, callback, why -> world.fail("the device stopped: " + why));
        Lane lane = new Lane(hardwareQueue, suppression);
        lane.run(world, new QueueLabels.Named("1", scenario.ring().isPacked(), layout), callback, worker, true);
        return lane;
    }

    private static RequestExecutor executor(Machine machine, Scenario scenario, MemoryBackend disk) {
        return new RequestExecutor(machine.memory(), disk, "ringproof", scenario.ring().features());
    }

    private void run(World world, QueueLabels.Named named, Event callback, QueueWorker worker, boolean excludes) {
        QueueLabels.put(world, named);
        Machine machine = world.machine();
        world.daemon("interrupt" + named.number(), () -> {
            while (true) {
                machine.checkpoint("interrupt", Digestible.NOTHING);
                callback.await();
                suppression.interrupted();
                hardwareQueue.interrupt();
            }
        });
        world.daemon("device" + named.number(), worker);
        if (excludes) {
            world.always(suppression::violation);
        }
    }

    HardwareQueue queue() {
        return hardwareQueue;
    }

    /// A job submits.
    void queueRq(Request request) {
        suppression.submits(request);
        if (hardwareQueue.queueRq(request, true) == HardwareQueue.Queued.REQUEUED) {
            suppression.isKept(request);
        }
    }

    /// A job announces that it polls this queue.
    void pollBegin() {
        suppression.pollMayBegin();
        hardwareQueue.pollBegin();
        suppression.pollHasBegun();
    }

    /// A job takes leave.
    void pollEnd() {
        suppression.pollMayEnd();
        hardwareQueue.pollEnd();
        suppression.pollHasEnded();
    }
}
