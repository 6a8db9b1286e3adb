package ringproof.transport;

import java.util.ArrayList;
import java.util.List;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The registers of a device and what writing them does, as far as nobody has to wait for it.
///
/// Spec 2.1 to 2.6, 3.1, 3.4. Nothing throws, whatever is written and when; [InProcessTransport] says what is refused and how.
///
/// - I1 the device is active exactly from DRIVER_OK to the reset
/// - I2 no operation begins while `resetting`, and the device is reset when none is under way
///
/// Not thread-safe: [InProcessTransport] holds its lock for every call.
final class Registers implements Digestible {
    private final DeviceModel device;
    private final DeviceHost host;
    private final Event[] callbacks;
    private final Event configChanged;

    private final StatusRegister status = new StatusRegister();
    private final QueueRegister[] queues;
    private FeatureSet driverFeatures = FeatureSet.NONE;
    private NotificationFormat format;
    private boolean resetting;
    private boolean suspending;
    /// Resets of single queues, and suspensions, that are under way.
    private int operations;
    /// The configuration changed while the device was suspended.
    private boolean configPending;
    private String resetReason = "";

    Registers(DeviceModel device, DeviceHost host, Event[] callbacks, Event configChanged) {
        this.device = device;
        this.host = host;
        this.callbacks = callbacks;
        this.configChanged = configChanged;
        this.queues = new QueueRegister[callbacks.length];
        for (int queue = 0; queue < queues.length; queue++) {
            queues[queue] = new QueueRegister();
        }
        this.format = new NotificationFormat(FeatureSet.NONE, device);
    }

    int status() {
        return status.read();
    }

    FeatureSet driverFeatures() {
        return driverFeatures;
    }

    NotificationFormat format() {
        return format;
    }

    String resetReason() {
        return resetReason;
    }

    /// Whether the driver may write the configuration space. Spec 3.1.1, 3.4.2.
    boolean isConfigOpen() {
        return status.has(DeviceStatus.FEATURES_OK) && !status.has(DeviceStatus.SUSPEND) && !resetting;
    }

    boolean isEnabled(int queue) {
        return hasQueue(queue) && queues[queue].isEnabled();
    }

    boolean isResetting(int queue) {
        return hasQueue(queue) && queues[queue].isResetting();
    }

    boolean hasQueue(int queue) {
        return queue >= 0 && queue < queues.length;
    }

    void writeDriverFeatures(FeatureSet features) {
        if (!status.has(DeviceStatus.FEATURES_OK)) {
            driverFeatures = features;
        }
    }

    /// What is left to be done: after RESET, once no operation is under way, reset the device and call [#endReset()]; after SUSPEND,
    /// suspend it and call [#endSuspend()].
    StatusRegister.Step writeStatus(int value) {
        if (resetting) {
            return StatusRegister.Step.NOTHING;
        }
        boolean agreedBefore = status.has(DeviceStatus.FEATURES_OK);
        StatusRegister.Step step = status.write(value, featuresAcceptable(),
                driverFeatures.has(Feature.SUSPEND) && !suspending);
        if (!agreedBefore && status.has(DeviceStatus.FEATURES_OK)) {
            format = new NotificationFormat(driverFeatures, device);
            device.agreed(driverFeatures);
        }
        switch (step) {
            case NOTHING -> {
            }
            case GO_LIVE -> device.activate(driverFeatures, ports(), host);
            case RESET -> resetting = true;
            case SUSPEND -> {
                suspending = true;
                operations++;
            }
            case RESUME -> resume();
        }
        return step;
    }

    private boolean featuresAcceptable() {
        return FeatureRules.acceptFault(device.offeredFeatures().and(FeatureRules.NOT_PCI), driverFeatures).isEmpty()
                && device.acceptsFeatures(driverFeatures);
    }

    private List<QueuePort> ports() {
        List<QueuePort> ports = new ArrayList<>();
        for (int queue = 0; queue < queues.length; queue++) {
            QueueLayout layout = queues[queue].layout();
            if (layout != null && !queues[queue].isResetting()) {
                ports.add(port(queue, layout));
            }
        }
        return ports;
    }

    private QueuePort port(int queue, QueueLayout layout) {
        return new QueuePort(queue, layout, queues[queue].isNotified() ? callbacks[queue] : null);
    }

    private void resume() {
        device.resume();
        status.resumed();
        if (configPending) {
            configPending = false;
            configChanged.signal();
        }
    }

    /// Whether something else still stops the device, or a part of it.
    boolean hasOperations() {
        return operations > 0;
    }

    void endReset() {
        status.clear();
        driverFeatures = FeatureSet.NONE;
        format = new NotificationFormat(FeatureSet.NONE, device);
        for (QueueRegister queue : queues) {
            queue.clear();
        }
        configPending = false;
        resetReason = "";
        resetting = false;
    }

    /// True: a reset waits for this.
    boolean endSuspend() {
        suspending = false;
        status.suspended();
        return endOperation();
    }

    private boolean endOperation() {
        operations--;
        return resetting && operations == 0;
    }

    /// Enables a queue, or raises the alarm.
    void setUp(int queue, QueueLayout layout, boolean notified) {
        String fault = setUpFault(queue, layout);
        if (!fault.isEmpty()) {
            raise("queue " + queue + " cannot be set up: " + fault);
            return;
        }
        queues[queue].enable(layout, notified);
        if (isActive()) {
            device.enableQueue(driverFeatures, port(queue, layout), host);
        }
    }

    /// Why the queue cannot be set up now: one clause, or the empty string.
    private String setUpFault(int queue, QueueLayout layout) {
        if (!hasQueue(queue)) {
            return "the device has " + queues.length + " queues";
        }
        QueueRegister register = queues[queue];
        if (!status.has(DeviceStatus.FEATURES_OK) || resetting || register.isResetting()
                || (isActive() && !register.wasReset())) {
            return "queues are set up between FEATURES_OK and DRIVER_OK, or after they were reset";
        }
        if (layout.size() > device.queueMaxSize()) {
            return "its size " + layout.size() + " is above the limit " + device.queueMaxSize();
        }
        return Virtqueues.layoutFault(driverFeatures, layout, device.memory(driverFeatures));
    }

    private boolean isActive() {
        return status.has(DeviceStatus.DRIVER_OK) || status.has(DeviceStatus.SUSPEND);
    }

    /// True: reset the queue, then call [#endQueueReset(int)].
    boolean beginQueueReset(int queue) {
        if (resetting || !hasQueue(queue) || queues[queue].isResetting() || !status.has(DeviceStatus.FEATURES_OK)
                || !driverFeatures.has(Feature.RING_RESET)) {
            return false;
        }
        queues[queue].beginReset();
        operations++;
        return true;
    }

    /// True: a reset of the device waits for this.
    boolean endQueueReset(int queue) {
        queues[queue].endReset();
        return endOperation();
    }

    /// The device cannot go on.
    void raise(String why) {
        if (resetReason.isEmpty()) {
            resetReason = why;
        }
        boolean mustTell = status.needsReset();
        if (mustTell || status.has(DeviceStatus.SUSPEND)) {
            configChanged();
        }
    }

    /// The configuration space has changed. Nobody is told before DRIVER_OK, nor while suspended, but afterwards then.
    void configChanged() {
        if (status.has(DeviceStatus.DRIVER_OK)) {
            configChanged.signal();
        } else if (status.has(DeviceStatus.SUSPEND)) {
            configPending = true;
        }
    }

    @Override
    public void digest(Digest digest) {
        digest.add(status).add(driverFeatures.bits()).add(resetting).add(suspending).add(operations)
                .add(configPending).add(resetReason.hashCode());
        for (QueueRegister queue : queues) {
            digest.add(queue);
        }
    }
}
