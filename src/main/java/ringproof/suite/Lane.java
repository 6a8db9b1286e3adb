package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.World;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.HctxType;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Kick;
import ringproof.wire.SplitLayout;

/// One virtqueue of a [RingProgram]: both its sides, its interrupt handler and its device as agents, and what must hold of it.
final class Lane {
    private final World world;
    private final Scenario scenario;
    private final HardwareQueue hardwareQueue;
    private final SuppressionSpec suppression;
    private final Kick kick;

    private Lane(World world, Scenario scenario, HardwareQueue hardwareQueue, SuppressionSpec suppression, Kick kick) {
        this.world = world;
        this.scenario = scenario;
        this.kick = kick;
        this.hardwareQueue = hardwareQueue;
        this.suppression = suppression;
    }

    /// The queue on which all requests go, or those that no queue of its own takes: the one into which bugs are put.
    static Lane main(World world, Scenario scenario, Parts parts, DeviceSide device, GuestAllocator allocator,
            CompletionListener listener) {
        Machine machine = world.machine();
        QueueLayout layout = Virtqueues.allocate(scenario.ring().features(), scenario.queueSize(), allocator);
        SuppressionWords words = SuppressionWords.of(scenario.ring(), layout);
        SuppressionSpec suppression = new SuppressionSpec(scenario, HctxType.DEFAULT, words, world, RingProgram.LOCK);
        IndirectUse indirect = indirect(world, scenario, allocator);
        DriverQueue<Request> driverQueue = suppression.watch(indirect == null
                ? parts.driverQueue(machine, layout, scenario)
                : parts.indirectDriverQueue(machine, layout, scenario, indirect));
        DeviceQueue deviceQueue = parts.deviceQueue(machine, layout, scenario);
        Event callback = parts.callback(machine);
        Kick kick = device.serve(0, "", deviceQueue, layout, callback, parts);
        HardwareQueue hardwareQueue = parts.hardwareQueue(machine, driverQueue,
                scenario.policy().newQueueState(HctxType.DEFAULT), scenario.requestCount(), allocator, kick, listener);
        Lane lane = new Lane(world, scenario, hardwareQueue, suppression, kick);
        lane.run(new QueueLabels.Named("", scenario.ring().isPacked(), layout), callback, parts.excludes());
        return lane;
    }

    /// The queue for HIPRI requests alone.
    static Lane polled(World world, Scenario scenario, Parts parts, DeviceSide device, GuestAllocator allocator,
            CompletionListener listener) {
        Machine machine = world.machine();
        QueueLayout layout = Virtqueues.allocate(scenario.ring().features(), scenario.queueSize(), allocator);
        SuppressionWords words = SuppressionWords.of(scenario.ring(), layout);
        SuppressionSpec suppression = new SuppressionSpec(scenario, HctxType.POLL, words, world, "q1.lock");
        Event callback = machine.newEvent("callback1");
        Kick kick = device.serve(1, "1", Parts.REAL.deviceQueue(machine, layout, scenario), layout, callback,
                Parts.REAL);
        CompletionPolicy policy = scenario.policy().newQueueState(HctxType.POLL);
        DriverQueue<Request> driverQueue = Parts.driverQueue(machine, "q1", layout, scenario,
                indirect(world, scenario, allocator));
        HardwareQueue hardwareQueue = parts.pollQueue(machine, suppression.watch(driverQueue), policy,
                scenario.requestCount(), allocator, kick, listener);
        Lane lane = new Lane(world, scenario, hardwareQueue, suppression, kick);
        lane.run(new QueueLabels.Named("1", scenario.ring().isPacked(), layout), callback, true);
        return lane;
    }

    /// Every chain in a table of its own; null without indirect descriptors.
    private static @Nullable IndirectUse indirect(World world, Scenario scenario, GuestAllocator allocator) {
        if (!scenario.ring().isIndirect()) {
            return null;
        }
        IndirectTables tables = new IndirectTables(allocator, scenario.queueSize(), Scenario.REQUEST_PIECES);
        for (int slot = 0; slot < tables.count(); slot++) {
            world.label(tables.addr(slot), tables.entries() * SplitLayout.DESCRIPTOR_BYTES, "table" + slot);
        }
        return new IndirectUse(tables, 1);
    }

    private void run(QueueLabels.Named named, Event callback, boolean excludes) {
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
        if (scenario.environment() == Environment.SPURIOUS) {
            world.daemon("spurious interrupt" + named.number(), callback::signal);
        }
        if (excludes) {
            world.always(suppression::violation);
        }
        world.atEnd(suppression::trespass);
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
        if (scenario.environment() == Environment.UNSUPPRESSED && world.choose("driver kicks all the same", 2) == 1) {
            kick.send(0);
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
