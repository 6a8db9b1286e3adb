package ringproof.transport;

import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.wire.FeatureSet;
import ringproof.wire.NotificationData;

/// Driver and device in one program: registers are fields, notifications are events of the [Machine].
///
/// Spec 2.1 to 2.6, 3.1, 3.4. QEMU: hw/virtio/virtio-pci.c, without the bus.
///
/// Wrong use of the registers never throws. A queue set-up that is too early, too late, too large, misplaced or for no
/// queue leaves the queue as it was and sets DEVICE_NEEDS_RESET, as QEMU does for rings that it cannot map. Features
/// written after FEATURES_OK, status writes during a reset, resets of no queue or without RING_RESET, and notifications that name no queue
/// are ignored.
///
/// - I1 a write of 0 returns when the device has stopped; until then the status keeps its bits
/// - I2 so does the reset of a queue, and SUSPEND reads 1 only when every queue is at rest
///
/// Thread-safe: one lock guards the registers; the device is stopped outside it, since that waits.
public final class InProcessTransport implements Transport {
    private final DeviceModel device;
    private final Lock lock;
    private final Registers registers;
    private final Event[] callbacks;
    private final Event configChanged;
    /// Signalled when the last operation ends that a reset of the device waits for.
    private final Event operationsEnded;

    public InProcessTransport(Machine machine, DeviceModel device) {
        this.device = device;
        this.callbacks = new Event[device.queueCount()];
        for (int queue = 0; queue < callbacks.length; queue++) {
            callbacks[queue] = machine.newEvent("callback" + queue);
        }
        this.configChanged = machine.newEvent("configChanged");
        this.operationsEnded = machine.newEvent("operationsEnded");
        this.registers = new Registers(device, new Host(), callbacks, configChanged);
        this.lock = machine.newLock("registers", registers);
    }

    @Override
    public FeatureSet carriedFeatures() {
        return FeatureRules.NOT_PCI;
    }

    @Override
    public FeatureSet deviceFeatures() {
        return device.offeredFeatures().and(FeatureRules.NOT_PCI);
    }

    @Override
    public void writeDriverFeatures(FeatureSet features) {
        lock.lock();
        registers.writeDriverFeatures(features);
        lock.unlock();
    }

    @Override
    public int status() {
        lock.lock();
        int read = registers.status();
        lock.unlock();
        return read;
    }

    @Override
    public void writeStatus(int value) {
        lock.lock();
        StatusRegister.Step step = registers.writeStatus(value);
        boolean mustWait = registers.hasOperations();
        lock.unlock();
        switch (step) {
            case RESET -> resetDevice(mustWait);
            case SUSPEND -> suspendDevice();
            case NOTHING, GO_LIVE, RESUME -> {
            }
        }
    }

    private void resetDevice(boolean mustWait) {
        if (mustWait) {
            operationsEnded.await();
        }
        device.reset();
        lock.lock();
        registers.endReset();
        lock.unlock();
    }

    private void suspendDevice() {
        device.suspend();
        lock.lock();
        boolean wanted = registers.endSuspend();
        lock.unlock();
        if (wanted) {
            operationsEnded.signal();
        }
    }

    @Override
    public int configGeneration() {
        return device.configGeneration();
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        device.readConfig(offset, to);
    }

    @Override
    public void writeConfig(int offset, byte[] from) {
        lock.lock();
        boolean open = registers.isConfigOpen();
        FeatureSet accepted = registers.driverFeatures();
        lock.unlock();
        if (open) {
            device.writeConfig(accepted, offset, from);
        }
    }

    @Override
    public int queueMaxSize(int queue) {
        return queue >= 0 && queue < callbacks.length ? device.queueMaxSize() : 0;
    }

    @Override
    public void setUpQueue(int queue, QueueLayout layout) {
        setUp(queue, layout, true);
    }

    @Override
    public void setUpPolledQueue(int queue, QueueLayout layout) {
        setUp(queue, layout, false);
    }

    private void setUp(int queue, QueueLayout layout, boolean notified) {
        lock.lock();
        registers.setUp(queue, layout, notified);
        lock.unlock();
    }

    @Override
    public boolean isQueueEnabled(int queue) {
        lock.lock();
        boolean enabled = registers.isEnabled(queue);
        lock.unlock();
        return enabled;
    }

    @Override
    public void resetQueue(int queue) {
        lock.lock();
        boolean begins = registers.beginQueueReset(queue);
        lock.unlock();
        if (!begins) {
            return;
        }
        device.resetQueue(queue);
        lock.lock();
        boolean wanted = registers.endQueueReset(queue);
        lock.unlock();
        if (wanted) {
            operationsEnded.signal();
        }
    }

    @Override
    public boolean isQueueResetting(int queue) {
        lock.lock();
        boolean under = registers.isResetting(queue);
        lock.unlock();
        return under;
    }

    @Override
    public Event callback(int queue) {
        return callbacks[queue];
    }

    @Override
    public Event configChanged() {
        return configChanged;
    }

    @Override
    public Kick kick(int queue) {
        if (queue < 0 || queue >= callbacks.length) {
            throw new IndexOutOfBoundsException("queue " + queue + " of " + callbacks.length);
        }
        NotificationFormat agreed = format();
        return new Kick() {
            @Override
            public void send(int next) {
                arrived(agreed, agreed.word(queue, next));
            }

            @Override
            public boolean carriesNext() {
                return agreed.carriesNext();
            }
        };
    }

    /// The driver writes a notification, of 32 bits with NOTIFICATION_DATA and of 16 without. Spec 4.1.5.2. [#kick(int)] writes the right
    /// one.
    public void writeNotification(int word) {
        arrived(format(), word);
    }

    private void arrived(NotificationFormat agreed, int word) {
        int queue = agreed.queueOf(word);
        if (queue != NotificationFormat.NO_QUEUE) {
            device.notified(queue, agreed.carriesNext() ? NotificationData.next(word) : DeviceModel.NO_NEXT);
        }
    }

    private NotificationFormat format() {
        lock.lock();
        NotificationFormat agreed = registers.format();
        lock.unlock();
        return agreed;
    }

    /// Why DEVICE_NEEDS_RESET is set, for people; empty where it is not, or where the driver wrote DRIVER_OK out of
    /// order.
    public String resetReason() {
        lock.lock();
        String reason = registers.resetReason();
        lock.unlock();
        return reason;
    }

    /// What the live device may do to the registers.
    private final class Host implements DeviceHost {
        @Override
        public void needsReset(String why) {
            lock.lock();
            registers.raise(why);
            lock.unlock();
        }

        @Override
        public void configChanged() {
            lock.lock();
            registers.configChanged();
            lock.unlock();
        }
    }
}
