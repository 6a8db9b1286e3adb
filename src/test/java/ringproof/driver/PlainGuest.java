package ringproof.driver;

import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.plain.PlainEvent;
import ringproof.plain.PlainMachine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.transport.Kick;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Driver and device on one virtqueue of the plain machine: what Lincheck interleaves.
///
/// The interrupt handler and the device run when their line is raised, once for each time an actor looks. What is still raised
/// when all actors are done is delivered in [#nothing_is_lost()]; nobody looks at the ring for another reason. Request n flushes.
public abstract class PlainGuest {
    /// What is put together, with the place where a seeded bug goes.
    protected static class Parts {
        PlainMachine machine() {
            return new PlainMachine(MEMORY_BYTES);
        }

        DriverQueue<Request> driverQueue(PlainMachine machine, QueueLayout layout, FeatureSet features) {
            return new SplitDriverQueue<>(machine, "q0", layout, features, DisableCallback.EVENT_ZERO, START_IDX);
        }

        DeviceQueue deviceQueue(PlainMachine machine, QueueLayout layout, FeatureSet features) {
            return new SplitDeviceQueue(machine, layout, features, START_IDX);
        }
    }

    static final int MEMORY_BYTES = 1024;
    /// Not 0, which [DisableCallback#EVENT_ZERO] takes for an index that is far away.
    static final int START_IDX = 100;

    private final PlainEvent kick;
    private final PlainEvent callback;
    private final DriverQueue<Request> driverQueue;
    private final HardwareQueue hardwareQueue;
    private final QueueWorker worker;
    private final Request[] requests;
    private final Set<Outcome> allowed;
    private final AtomicIntegerArray completions;
    private volatile String wrong = "";

    /// `priorities`: one letter a request, `H` HIPRI and `L` not.
    protected PlainGuest(Parts parts, Policy policy, FeatureSet features, int queueSize, String priorities) {
        this(parts, policy, features, queueSize, priorities, Set.of(Outcome.OK));
    }

    /// The same; requests may end in these ways.
    protected PlainGuest(Parts parts, Policy policy, FeatureSet features, int queueSize, String priorities,
            Set<Outcome> allowed) {
        this.allowed = allowed;
        PlainMachine machine = parts.machine();
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        QueueLayout layout = QueueLayout.allocateSplit(queueSize, allocator);
        this.kick = machine.newEvent("kick");
        this.callback = machine.newEvent("callback");
        int depth = priorities.length();
        this.completions = new AtomicIntegerArray(depth);
        this.driverQueue = parts.driverQueue(machine, layout, features);
        this.hardwareQueue = new HardwareQueue(machine, "q0", driverQueue, policy.newQueueState(HctxType.DEFAULT),
                depth, allocator, Kick.to(kick), (request, status) -> completed(request, status));
        this.worker = new QueueWorker(machine, parts.deviceQueue(machine, layout, features),
                new RequestExecutor(machine.memory(), new MemoryBackend(0), "",
                        features.with(Feature.BLK_FLUSH)),
                kick, callback,
                why -> wrong = "the device stopped: " + why);
        this.requests = new Request[depth];
        for (int i = 0; i < depth; i++) {
            requests[i] = hardwareQueue.allocate().prepare(BlkRequestType.FLUSH, 0, 0, 0, priorities.charAt(i) == 'H');
        }
    }

    private void completed(Request request, Outcome outcome) {
        completions.incrementAndGet(request.tag());
        if (!allowed.contains(outcome)) {
            wrong = "request " + request.tag() + " completed with " + outcome;
        }
    }

    /// What must be done before everything can have ended.
    protected void settle() {
        // Nothing.
    }

    final HardwareQueue queue() {
        return hardwareQueue;
    }

    final Request request(int number) {
        return requests[number];
    }

    @Operation
    public void submit(int number) {
        hardwareQueue.queueRq(requests[number], true);
    }

    @Operation
    public boolean device() {
        boolean raised = kick.lower();
        if (raised) {
            worker.service();
        }
        return raised;
    }

    @Operation
    public boolean interrupt() {
        boolean raised = callback.lower();
        if (raised) {
            hardwareQueue.interrupt();
        }
        return raised;
    }

    @Operation
    public int poll() {
        return hardwareQueue.poll();
    }

    /// Every request has completed once: the non-HIPRI ones without anybody polling, the HIPRI ones at the latest when somebody does.
    @Validate
    public void nothing_is_lost() {
        settle();
        deliver();
        for (Request request : requests) {
            if (!request.hipri()) {
                checkCompletedOnce(request);
            }
        }
        while (hardwareQueue.poll() > 0) {
            deliver();
        }
        for (Request request : requests) {
            checkCompletedOnce(request);
        }
        if (driverQueue.breakage() != null) {
            throw new IllegalStateException(driverQueue.breakage().sentence());
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Until both lines are quiet.
    private void deliver() {
        boolean delivered = true;
        while (delivered) {
            boolean served = device();
            delivered = interrupt() || served;
        }
    }

    private void checkCompletedOnce(Request request) {
        int count = completions.get(request.tag());
        if (count != 1) {
            throw new IllegalStateException((count == 0 ? "lost completion: " : "double completion: ") + request);
        }
    }
}
