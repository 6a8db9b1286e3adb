package ringproof.transport;

import java.util.List;
import ringproof.machine.GuestMemory;
import ringproof.wire.FeatureSet;

/// A device as any transport sees it: what it offers, and its moments: going live, suspended, reset, as a whole or one queue.
///
/// QEMU: struct VirtioDeviceClass. The transport keeps the registers and the order of calls (spec 3.1): `activate`
/// comes only after `acceptsFeatures` said yes, and alternates with `reset`. While the device is reset nothing else is called but
/// `notified` and what concerns the configuration space.
public interface DeviceModel {
    /// Given to [#notified(int, int)] where the notification does not say what is available.
    int NO_NEXT = -1;

    FeatureSet offeredFeatures();

    /// Whether the device can work with these. The transport has applied [FeatureRules] before.
    boolean acceptsFeatures(FeatureSet accepted);

    /// FEATURES_OK: these are the features until the reset. Comes before the driver may read or write what depends on them.
    default void agreed(FeatureSet accepted) {
        // Nothing depends on them before the device is live.
    }

    int queueCount();

    /// Largest size of each queue, a power of two.
    int queueMaxSize();

    /// Guest memory as the device sees it with these features: where ACCESS_PLATFORM was accepted, as the platform limits and translates
    /// it.
    GuestMemory memory(FeatureSet accepted);

    /// Fills `to` from the configuration space; bytes that do not exist are 0.
    void readConfig(int offset, byte[] to);

    /// The driver writes the configuration space; bytes that do not exist or are read-only are ignored. `accepted`: the features of the
    /// driver, since most writable fields belong to one. Only between FEATURES_OK and the reset; calls may come from several threads,
    /// and outside the transport's lock, so that the device may call its [DeviceHost] from here.
    void writeConfig(FeatureSet accepted, int offset, byte[] from);

    /// Changes with each version of the configuration space that the driver could tell from the one before.
    int configGeneration();

    /// What names the queue in notifications where NOTIF_CONFIG_DATA was accepted, 16 bits, another for each queue; the same for the life
    /// of the device. Spec 4.1.4.3: queue_notif_config_data.
    int notificationConfigData(int queue);

    /// An available buffer notification has arrived. `next`: what it says of the next buffer, any 16 bits, or [#NO_NEXT]. A hint at most:
    /// notifications that two agents of the driver send may have overtaken each other. Does not wait. One that comes before the queue is
    /// live is harmless, and [#activate] looks at each queue once unasked, so that none is missed.
    void notified(int queue, int next);

    /// DRIVER_OK: the queues are live. Does not wait. The layouts have been found possible.
    void activate(FeatureSet accepted, List<QueuePort> ports, DeviceHost host);

    /// Returns when no queue is touched and no notification is sent any more. Waits for requests being executed.
    void reset();

    /// The same for one queue, while the others run; what it was is forgotten. Different queues may be reset at the same time. Spec 2.6.1.
    void resetQueue(int queue);

    /// A queue that was reset is live again, with the rest as in [#activate]. Does not wait.
    void enableQueue(FeatureSet accepted, QueuePort port, DeviceHost host);

    /// Returns when what has been taken is used and notified, and no queue is touched any more; nothing is forgotten. Spec 3.4.
    void suspend();

    /// Goes on after [#suspend()]. Does not wait.
    void resume();
}
