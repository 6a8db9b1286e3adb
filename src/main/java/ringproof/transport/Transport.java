package ringproof.transport;

import ringproof.machine.Event;
import ringproof.queue.QueueLayout;
import ringproof.wire.FeatureSet;

/// A device as its driver sees it: registers, and the notification paths.
///
/// Spec 2.1 to 2.6, 3.1, 3.4. Linux: struct virtio_config_ops. Call the registers in the order of [Handshake]; out of order they are
/// refused, which shows in [#status()], never by an exception. Thread-safe.
public interface Transport {
    /// The features that can be carried at all: others are neither offered nor accepted here. Spec 2.2.1.
    FeatureSet carriedFeatures();

    /// What the device offers.
    FeatureSet deviceFeatures();

    /// What the driver accepts. Ignored once FEATURES_OK is set.
    void writeDriverFeatures(FeatureSet features);

    /// The device status field, a sum of [ringproof.wire.DeviceStatus] masks.
    int status();

    /// Sets status bits; 0 resets the device, and returns when that is complete: [#status()] then reads 0.
    void writeStatus(int status);

    /// Changes whenever two reads of the configuration space could see different versions of it.
    int configGeneration();

    /// Fills `to` from the configuration space; bytes that the device does not have read as 0. See
    /// [Handshake#readConfig64].
    void readConfig(int offset, byte[] to);

    /// Writes bytes of the configuration space, once FEATURES_OK is set. Bytes that the device does not have or that are read-only
    /// stay as they are. What was written can be read back at once.
    void writeConfig(int offset, byte[] from);

    /// Largest size of this queue; 0: there is no such queue.
    int queueMaxSize(int queue);

    /// Tells the device where the queue lies, and enables it. Between FEATURES_OK and DRIVER_OK; or later, once [#resetQueue(int)] is
    /// complete.
    void setUpQueue(int queue, QueueLayout layout);

    /// The same for a queue of which nobody wants to be notified: the device then need not look whether the driver does. A driver
    /// that polls. Spec 4.1.5.3: NO_VECTOR.
    void setUpPolledQueue(int queue, QueueLayout layout);

    /// Whether the device was told where this queue lies.
    boolean isQueueEnabled(int queue);

    /// Starts the reset of one queue while the others run, where RING_RESET was accepted. Spec 2.6.1. Complete when
    /// [#isQueueResetting(int)] says so; [Handshake#resetQueue] waits for that.
    void resetQueue(int queue);

    /// Whether the reset of this queue is under way: what queue_reset reads.
    boolean isQueueResetting(int queue);

    /// The line on which the queue's used buffer notifications arrive. Throws [IndexOutOfBoundsException] where there
    /// is no such queue.
    Event callback(int queue);

    /// What sends the queue's available buffer notifications, in the format that was agreed: ask for it after FEATURES_OK, use it after
    /// DRIVER_OK. Linux: virtqueue_notify. Throws [IndexOutOfBoundsException] where there is no such queue.
    Kick kick(int queue);

    /// The line on which configuration change notifications arrive, also that of DEVICE_NEEDS_RESET.
    Event configChanged();
}
