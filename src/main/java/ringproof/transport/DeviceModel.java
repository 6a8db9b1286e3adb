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

    /// The driver writes the configuration space; bytes that do not exist or are read-only are ignored. `accepted`: the features of the
    /// driver, since most writable fields belong to one. Only between FEATURES_OK and the reset; calls may come from several threads,
    /// and outside the transport's lock, so that the device may call its [DeviceHost] from here.
    void writeConfig(FeatureSet accepted, int offset, byte[] from);

    /// Changes with each version of the configuration space that the driver could tell from the one before.
    int configGeneration();

    /// The line on which available buffer notifications reach the queue. The same for the life of the device: a signal
    /// that comes before the queue is live is harmless, and [#activate] looks at each queue once unasked, so that none
    /// is missed.
    Event kick(int queue);

    /// DRIVER_OK: the queues are live. Does not wait. The layouts have been found possible.
    void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost host);

    /// Returns when no queue is touched and no notification is sent any more. Waits for requests being executed.
    void reset();
}
