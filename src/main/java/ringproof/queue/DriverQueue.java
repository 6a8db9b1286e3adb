package ringproof.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digestible;

/// Driver side of one virtqueue, whatever its ring format.
///
/// Not thread-safe but for [#moreUsed()] and [#callbackArrived()]: one lock per queue guards the rest.
/// Its digest is all that the driver side remembers.
///
/// @param <T> what identifies a request to the caller
public interface DriverQueue<T> extends Digestible {
    /// What became of a buffer that was to be made available.
    enum Added {
        YES,
        /// Not enough free descriptors; nothing has changed.
        FULL,
        /// The queue is broken; nothing has changed.
        BROKEN
    }

    /// Makes a buffer available; the device can see it from here on. Throws [IllegalArgumentException] for a chain without pieces or
    /// longer than the queue, with indirect descriptors too (2.7.5.3.1). Linux: virtqueue_add_sgs.
    Added add(Chain chain, T token);

    /// After adding: whether the device must be notified. Counts everything added since the last call. Linux: virtqueue_kick_prepare.
    boolean kickPrepare();

    /// What a notification says beside the queue when NOTIFICATION_DATA was negotiated, 16 bits: where the next buffer will be made
    /// available. Split ring: the available index; packed ring: slot, and wrap counter in bit 15. Spec 2.9.
    /// Linux: vring_notification_data.
    int notificationData();

    /// Takes one used buffer back and returns its token; null when there is none or the queue is broken. Linux: virtqueue_get_buf.
    @Nullable
    T takeUsed();

    /// Bytes that the device says it wrote into the buffer taken last, at most the writable bytes of its chain. All of them where IN_ORDER
    /// let the device leave the buffer out of the used ring (2.7.9, 2.8.8).
    long usedLengthBytes();

    /// Whether the device has used a buffer that was not taken yet. One look, no barrier: it may be out of date. Needs no lock.
    /// Linux: more_used.
    boolean moreUsed();

    /// Called when a used buffer notification arrives, before the queue's lock is taken. False: spurious, nothing is used.
    /// Linux: vring_interrupt.
    boolean callbackArrived();

    /// Asks the device not to notify. Advice only: it may notify all the same. Linux: virtqueue_disable_cb.
    void disableCallback();

    /// Asks for notifications again. False: a buffer was used meanwhile, and its notification may never come; take it.
    /// Linux: virtqueue_enable_cb.
    boolean enableCallback();

    /// First half of [#enableCallback()]: asks for notifications and returns the position to be given to [#poll(int)].
    int enableCallbackPrepare();

    /// Second half: whether a buffer was used since `position`. Linux: virtqueue_poll.
    boolean poll(int position);

    /// Asks for a notification only when most of the buffers in flight are used. False: they are already.
    /// Linux: virtqueue_enable_cb_delayed.
    boolean enableCallbackDelayed();

    /// Free descriptors.
    int freeCount();

    /// Queue size in descriptors.
    int size();

    /// Starts over as a fresh queue where it lies, broken or not: whatever was in flight is handed to `returned`, in no order. Only when the
    /// device, or this queue of it, has been reset and touches nothing any more. Linux: virtqueue_detach_unused_buf, virtqueue_reinit_split.
    void reinit(Consumer<? super T> returned);

    /// Why the queue is broken, or null. Once broken it stays so until the device is reset: nothing is added or taken any more.
    @Nullable
    Breakage breakage();
}
