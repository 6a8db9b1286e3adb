package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
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
import ringproof.wire.FeatureSet;

/// How the parts of one virtqueue's system are made: the real ones. A seeded bug replaces one.
class Parts {
    static final Parts REAL = new Parts();

    DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return driverQueue(machine, "q0", layout, scenario, null);
    }

    /// The same in a scenario with indirect descriptors.
    DriverQueue<Request> indirectDriverQueue(Machine machine, QueueLayout layout, Scenario scenario,
            IndirectUse indirect) {
        return driverQueue(machine, "q0", layout, scenario, indirect);
    }

    /// The driver's side of a queue that is never replaced.
    static DriverQueue<Request> driverQueue(Machine machine, String name, QueueLayout layout, Scenario scenario,
            @Nullable IndirectUse indirect) {
        return Virtqueues.newDriverQueue(machine, name, layout, scenario.ring().features(),
                scenario.ring().disableStyle(), scenario.startPosition(), indirect);
    }

    DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return Virtqueues.newDeviceQueue(machine, layout, scenario.ring().features(), scenario.startPosition());
    }

    HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy, int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        return new HardwareQueue(machine, "q0", queue, policy, depth, allocator, kick, listener);
    }

    RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features) {
        return new RequestExecutor(memory, disk, id, features);
    }

    QueueWorker worker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick, Event callback,
            DeviceAlarm alarm) {
        return new QueueWorker(machine, queue, executor, kick, callback, alarm);
    }

    /// The whole device of a [LifeProgram].
    BlkDevice device(Machine machine, Backend disk, BlkDeviceOptions options) {
        return new BlkDevice(machine, disk, options);
    }

    /// Whether a job leaves a buffer alone that the device has, although its request has ended.
    boolean leavesToTheDevice() {
        return true;
    }

    /// Whether the queue's lock excludes anybody.
    boolean excludes() {
        return true;
    }
}
