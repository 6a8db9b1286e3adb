package ringproof.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.FeatureSet;

/// Driver and device in one program: registers are fields, notifications are events of the [Machine].
///
/// Spec 2.1 to 2.6, 3.1. QEMU: hw/virtio/virtio-pci.c, without the bus.
///
/// Wrong use of the registers never throws. A queue set-up that is too early, too late, too large, misplaced or for no
/// queue leaves the queue as it was and sets DEVICE_NEEDS_RESET, as QEMU does for rings that it cannot map. Features
/// written after FEATURES_OK, status writes during a reset and kicks of no queue are ignored.
///
/// - I1 the device is active exactly from DRIVER_OK to the reset
/// - I2 a write of 0 returns when the device has stopped; until then the status keeps its bits
///
/// Thread-safe: one lock guards the registers; the device is reset outside it, since that waits.
public final class InProcessTransport implements Transport {
    private final Machine machine;
    private final DeviceModel device;
    private final Lock registers;
    private final Event[] callbacks;
    private final Event configChanged;
    private final DeviceHost host = new Host();

    private final StatusRegister status = new StatusRegister();
    private final @Nullable QueueLayout[] layouts;
    private FeatureSet driverFeatures = FeatureSet.NONE;
    private boolean resetting;
    private String resetReason = "";

    public InProcessTransport(Machine machine, DeviceModel device) {
        this.machine = machine;
        this.device = device;
        this.registers = machine.newLock("registers", this::digestRegisters);
        this.callbacks = new Event[device.queueCount()];
        for (int queue = 0; queue < callbacks.length; queue++) {
            callbacks[queue] = machine.newEvent("callback" + queue);
        }
        this.configChanged = machine.newEvent("configChanged");
        this.layouts = new QueueLayout[device.queueCount()];
    }

    @Override
    public FeatureSet deviceFeatures() {
        return device.offeredFeatures();
    }

    @Override
    public void writeDriverFeatures(FeatureSet features) {
        registers.lock();
        if (!status.has(DeviceStatus.FEATURES_OK)) {
            driverFeatures = features;
        }
        registers.unlock();
    }

    @Override
    public int status() {
        registers.lock();
        int read = status.read();
        registers.unlock();
        return read;
    }

    @Override
    public void writeStatus(int value) {
        registers.lock();
        if (resetting) {
            registers.unlock();
            return;
        }
        StatusRegister.Step step = status.write(value, featuresAcceptable());
        switch (step) {
            case NOTHING -> {
            }
            case GO_LIVE -> device.activate(driverFeatures, ports(), host);
            case RESET -> resetting = true;
        }
        registers.unlock();
        if (step == StatusRegister.Step.RESET) {
            resetDevice();
        }
    }

    private boolean featuresAcceptable() {
        return FeatureRules.acceptFault(device.offeredFeatures(), driverFeatures).isEmpty()
                && device.acceptsFeatures(driverFeatures);
    }

    private List<QueuePort> ports() {
        List<QueuePort> ports = new ArrayList<>();
        for (int queue = 0; queue < layouts.length; queue++) {
            QueueLayout layout = layouts[queue];
            if (layout != null) {
                ports.add(new QueuePort(queue, layout, callbacks[queue]));
            }
        }
        return ports;
    }

    private void resetDevice() {
        device.reset();
        registers.lock();
        status.clear();
        driverFeatures = FeatureSet.NONE;
        Arrays.fill(layouts, null);
        resetReason = "";
        resetting = false;
        registers.unlock();
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
        registers.lock();
        boolean open = status.has(DeviceStatus.FEATURES_OK) && !resetting;
        FeatureSet accepted = driverFeatures;
        registers.unlock();
        if (open) {
            device.writeConfig(accepted, offset, from);
        }
    }

    @Override
    public int queueMaxSize(int queue) {
        return hasQueue(queue) ? device.queueMaxSize() : 0;
    }

    @Override
    public void setUpQueue(int queue, QueueLayout layout) {
        registers.lock();
        String fault = setUpFault(queue, layout);
        if (fault.isEmpty()) {
            layouts[queue] = layout;
        } else {
            raise("queue " + queue + " cannot be set up: " + fault);
        }
        registers.unlock();
    }

    /// Why the queue cannot be set up now: one clause, or the empty string.
    private String setUpFault(int queue, QueueLayout layout) {
        if (!hasQueue(queue)) {
            return "the device has " + callbacks.length + " queues";
        }
        if (!status.has(DeviceStatus.FEATURES_OK) || status.has(DeviceStatus.DRIVER_OK)) {
            return "queues are set up between FEATURES_OK and DRIVER_OK";
        }
        if (layout.size() > device.queueMaxSize()) {
            return "its size " + layout.size() + " is above the limit " + device.queueMaxSize();
        }
        return layout.splitFault(machine.memory());
    }

    private boolean hasQueue(int queue) {
        return queue >= 0 && queue < callbacks.length;
    }

    @Override
    public Event callback(int queue) {
        return callbacks[queue];
    }

    @Override
    public Event kick(int queue) {
        return device.kick(queue);
    }

    @Override
    public Event configChanged() {
        return configChanged;
    }

    /// Why DEVICE_NEEDS_RESET is set, for people; empty where it is not, or where the driver wrote DRIVER_OK out of
    /// order.
    public String resetReason() {
        registers.lock();
        String reason = resetReason;
        registers.unlock();
        return reason;
    }

    /// What the live device may do to the registers.
    private final class Host implements DeviceHost {
        @Override
        public void needsReset(String why) {
            registers.lock();
            raise(why);
            registers.unlock();
        }

        @Override
        public void configChanged() {
            registers.lock();
            boolean live = status.has(DeviceStatus.DRIVER_OK);
            registers.unlock();
            if (live) {
                configChanged.signal();
            }
        }
    }

    private void raise(String why) {
        if (resetReason.isEmpty()) {
            resetReason = why;
        }
        if (status.needsReset()) {
            configChanged.signal();
        }
    }

    private void digestRegisters(Digest digest) {
        digest.add(status).add(driverFeatures.bits()).add(resetting);
        for (QueueLayout layout : layouts) {
            if (layout == null) {
                digest.add(0);
            } else {
                digest.add(layout.size()).add(layout.descriptorArea()).add(layout.driverArea())
                        .add(layout.deviceArea());
            }
        }
    }
}
