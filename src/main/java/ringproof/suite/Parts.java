package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.BlkLimits;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.Kick;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// How the parts of a scenario's system are made: the real ones. A [SeededBug] replaces one.
public class Parts {
    static final Parts REAL = new Parts();

    protected Parts() {
        // Nothing is replaced.
    }

    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return driverQueue(machine, "q0", layout, scenario, null);
    }

    /// The same in a scenario with indirect descriptors.
    protected DriverQueue<Request> indirectDriverQueue(Machine machine, QueueLayout layout, Scenario scenario,
            IndirectUse indirect) {
        return driverQueue(machine, "q0", layout, scenario, indirect);
    }

    /// The driver's side of a queue that is never replaced.
    static DriverQueue<Request> driverQueue(Machine machine, String name, QueueLayout layout, Scenario scenario,
            @Nullable IndirectUse indirect) {
        return Virtqueues.newDriverQueue(machine, name, layout, scenario.ring().features(),
                scenario.ring().disableStyle(), scenario.startPosition(), indirect);
    }

    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return Virtqueues.newDeviceQueue(machine, layout, scenario.ring().features(), scenario.startPosition());
    }

    protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
            int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener);
    }

    /// The one for HIPRI requests alone, into which no bugs are put.
    protected HardwareQueue pollQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy, int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        return new HardwareQueue(machine, "q1", queue, policy, depth, allocator, kick, listener);
    }

    /// The line on which used buffer notifications arrive.
    protected Event callback(Machine machine) {
        return machine.newEvent("callback");
    }

    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> !features.has(Feature.BLK_FLUSH));
    }

    protected QueueWorker worker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick,
            Event callback,
            DeviceAlarm alarm) {
        return new QueueWorker(machine, queue, executor, kick, callback, alarm);
    }

    /// The whole device of a [LifeProgram].
    protected BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options);
    }

    /// Whether a job leaves a buffer alone that the device has, although its request has ended.
    protected boolean leavesToTheDevice() {
        return true;
    }

    /// Whether the queue's lock excludes anybody.
    protected boolean excludes() {
        return true;
    }
}
