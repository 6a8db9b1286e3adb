package ringproof.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.device.QueueStatistics;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.transport.Handshake;
import ringproof.transport.InProcessTransport;
import ringproof.transport.Transport;
import ringproof.wire.BlkRequestType;
import ringproof.wire.FeatureSet;

/// A backend behind the whole stack: device, transport and driver, with the device's threads and an interrupt thread for each queue.
///
/// Linux: a disk after probe. Thread-safe; closed once, when nobody waits for a request any more.
public final class AttachedDisk implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(1000);

    /// Null: it is somebody else's.
    private final @Nullable BlkDevice device;
    private final Transport transport;
    private final BlkDriver driver;
    private final List<HardwareQueue> queues;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    /// Attaches `backend`, which stays the caller's to close. Threads are named after `name`.
    /// Throws [ringproof.transport.NegotiationException] where driver and device do not fit.
    public AttachedDisk(Machine machine, GuestAllocator allocator, String name, Backend backend,
            BlkDeviceOptions deviceOptions, BlkDriverOptions driverOptions) {
        this(machine, allocator, name, backend, deviceOptions, Hosting.DEFAULT, driverOptions);
    }

    /// The same with a device that runs as `hosting` says.
    public AttachedDisk(Machine machine, GuestAllocator allocator, String name, Backend backend,
            BlkDeviceOptions deviceOptions, Hosting hosting, BlkDriverOptions driverOptions) {
        this(machine, allocator, name, new BlkDevice(machine, backend, deviceOptions, hosting), driverOptions);
    }

    private AttachedDisk(Machine machine, GuestAllocator allocator, String name, BlkDevice device,
            BlkDriverOptions driverOptions) {
        this(machine, allocator, name, device, new InProcessTransport(machine, device), driverOptions);
    }

    /// A device that runs elsewhere, behind `transport`.
    public AttachedDisk(Machine machine, GuestAllocator allocator, String name, Transport transport,
            BlkDriverOptions driverOptions) {
        this(machine, allocator, name, null, transport, driverOptions);
    }

    private AttachedDisk(Machine machine, GuestAllocator allocator, String name, @Nullable BlkDevice device,
            Transport transport, BlkDriverOptions driverOptions) {
        this.device = device;
        this.transport = transport;
        this.driver = BlkDriver.start(machine, transport, allocator, driverOptions, CompletionListener.NONE);
        this.queues = driver.queues();
        for (int i = 0; device != null && i < device.agentCount(); i++) {
            threads.add(Thread.ofPlatform().daemon().name(name + "-device" + i).start(device.agent(i)));
        }
        for (int i = 0; i < queues.size(); i++) {
            int index = i;
            threads.add(
                    Thread.ofPlatform().daemon().name(name + "-interrupt" + i).start(() -> handleInterrupts(index)));
        }
    }

    private void handleInterrupts(int index) {
        while (!closing) {
            driver.callback(index).await();
            queues.get(index).interrupt();
        }
    }

    public long capacitySectors() {
        return driver.capacitySectors();
    }

    public int queueCount() {
        return queues.size();
    }

    /// What driver and device have agreed on.
    public FeatureSet features() {
        return driver.features();
    }

    /// The hardware queue with this number, whatever it is for.
    public HardwareQueue queue(int number) {
        return queues.get(number);
    }

    /// The hardware queue for a request of this job.
    public HardwareQueue queueFor(BlkRequestType type, boolean hipri, int job) {
        return driver.queueFor(type, hipri, job);
    }

    /// Resets the device and ends the threads.
    @Override
    public void close() {
        Handshake.reset(transport);
        if (device != null) {
            device.end();
        }
        closing = true;
        for (int i = 0; i < queues.size(); i++) {
            driver.callback(i).signal();
        }
        for (Thread thread : threads) {
            joinUninterruptibly(thread, FOREVER);
        }
    }

    /// What the queues of our own device have cost together: exact once this is closed.
    public QueueStatistics statistics() {
        QueueStatistics all = new QueueStatistics();
        for (int queue = 0; device != null && queue < device.queueCount(); queue++) {
            all.add(device.statistics(queue));
        }
        return all;
    }

    /// Waits for the thread's end, at most so long: whether it has ended. An interrupt meanwhile is kept for the caller.
    static boolean joinUninterruptibly(Thread thread, Duration atMost) {
        boolean interrupted = false;
        while (true) {
            try {
                boolean ended = thread.join(atMost);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return ended;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
