package ringproof.transport;

import java.util.List;
import ringproof.machine.Event;
import ringproof.wire.FeatureSet;

/// A device as any transport sees it: what it offers, and its two moments, going live and reset.
///
/// QEMU: struct VirtioDeviceClass. The transport keeps the registers and the order of calls (spec 3.1): `activate`
/// comes only after `acceptsFeatures` said yes, and alternates with `reset`.
public interface DeviceModel {
    FeatureSet offeredFeatures();

    /// Whether the device can work with these. The transport has applied [FeatureRules] before.
    boolean acceptsFeatures(FeatureSet accepted);

    int queueCount();

    /// Largest size of each queue, a power of two.
    int queueMaxSize();

    /// Fills `to` from the configuration space; bytes that do not exist are 0.
    void readConfig(int offset, byte[] to);

    int configGeneration();

    /// The line on which available buffer notifications reach the queue. The same for the life of the device: a signal
    /// that comes before the queue is live is harmless, and [#activate] looks at each queue once unasked, so that none
    /// is missed.
    Event kick(int queue);

    /// DRIVER_OK: the queues are live. Does not wait. The layouts have been found possible.
    void activate(FeatureSet accepted, List<QueuePort> ports, DeviceAlarm alarm);

    /// Returns when no queue is touched and no notification is sent any more. Waits for requests being executed.
    void reset();
}
