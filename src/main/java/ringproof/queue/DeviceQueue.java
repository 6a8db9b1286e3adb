package ringproof.queue;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digestible;

/// Device side of one virtqueue, whatever its ring format.
///
/// Not thread-safe: one thread serves a queue at a time. Its digest is all that the device side remembers.
public interface DeviceQueue extends Digestible {
    /// What [#take(Chain)] found.
    enum Taken {
        BUFFER, EMPTY, BROKEN
    }

    /// Takes the next available buffer, validated: every piece lies in guest memory, readable ones first, no loop. Fills `into`.
    Taken take(Chain into);

    /// Identifies the buffer taken last, for [#use(int, long)].
    int headId();

    /// Returns a buffer to the driver, `writtenBytes` of its writable bytes written from the first on; and those staged before.
    default void use(int headId, long writtenBytes) {
        stage(headId, writtenBytes);
        publish();
    }

    /// As [#use(int, long)], but the driver does not see it before [#publish()]. With IN_ORDER, buffers that were written completely and
    /// have others staged behind them are left out of the used ring (2.7.9, 2.8.8); and buffers must be staged in the order
    /// in which they were taken, else [IllegalArgumentException].
    void stage(int headId, long writtenBytes);

    /// Lets the driver see all that was staged, at once. Does nothing when nothing was.
    void publish();

    /// After using or publishing: whether the driver must be notified. Counts everything used since the last call.
    boolean needsNotification();

    /// Asks the driver not to notify. Advice only.
    void disableNotification();

    /// Asks for notifications again. False: a buffer was made available meanwhile, and its notification may never come; take it.
    boolean enableNotification();

    /// Where the next buffer will be taken: an index, or in a packed ring a position. Another queue may start there once all that was taken is
    /// used. vhost-user: GET_VRING_BASE.
    int position();

    /// Why the queue is broken, or null. Once broken it stays so until reset.
    @Nullable
    Breakage breakage();
}
