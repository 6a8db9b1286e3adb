package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.Breakage;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.transport.DeviceAlarm;

/// One queue of the block device, as far as serving it goes: takes requests, executes them, returns them, notifies. When that is done, its
/// owner decides.
///
/// Spec 2.7.10, 2.7.7.2. QEMU: virtio_blk_handle_vq, without its loop.
///
/// - I1 after [#rest()] was true: notifications are on, and nothing was available then; or the queue is broken
///
/// Ordering: see [DeviceQueue]. Not thread-safe: one thread serves a queue at a time.
public class QueueServer implements Digestible {
    /// As a limit: until nothing is available.
    static final int UNLIMITED = Integer.MAX_VALUE;

    private final Machine machine;
    private final DeviceQueue queue;
    private final RequestExecutor executor;
    private final @Nullable Event callback;
    private final DeviceAlarm alarm;
    private final QueueStatistics statistics;
    private final Chain chain = new Chain();

    private boolean broken;

    /// `callback`: rung for the driver; null: the driver never wants it, so its suppression state is not even read. `alarm`: told once when
    /// the queue breaks.
    public QueueServer(Machine machine, DeviceQueue queue, RequestExecutor executor, @Nullable Event callback,
            DeviceAlarm alarm, QueueStatistics statistics) {
        this.machine = machine;
        this.queue = queue;
        this.executor = executor;
        this.callback = callback;
        this.alarm = alarm;
        this.statistics = statistics;
    }

    /// Serves what is available, at most `limit` requests, with notifications off, where they stay. Returns how many. `context` is what the
    /// caller's future depends on beside this server, for the checker.
    public int serve(int limit, Digestible context) {
        if (broken) {
            return 0;
        }
        queue.disableNotification();
        int served = 0;
        while (served < limit && !isStopping() && serveOne()) {
            served++;
            // Without a limit nothing depends on how many there were.
            int left = limit == UNLIMITED ? 0 : limit - served;
            machine.checkpoint("device request", d -> d.add(this).add(left).add(context));
        }
        return served;
    }

    /// Whether its thread is wanted elsewhere, whatever is available.
    boolean isStopping() {
        return false;
    }

    /// Before the thread turns away: turns notifications on. False: something has become available meanwhile, and the notification may
    /// never come; serve it. A broken queue rests.
    public boolean rest() {
        return broken || queue.enableNotification();
    }

    /// Whether the queue will not be served any more.
    public final boolean isBroken() {
        return broken;
    }

    /// False: nothing is available, or the queue broke.
    private boolean serveOne() {
        DeviceQueue.Taken taken = queue.take(chain);
        if (hasFaulted()) {
            return false;
        }
        return switch (taken) {
            case EMPTY -> false;
            case BROKEN -> {
                Breakage breakage = queue.breakage();
                stopServing(breakage == null ? "the queue is broken" : breakage.sentence());
                yield false;
            }
            case BUFFER -> {
                long usedLengthBytes = executor.execute(chain);
                statistics.countRequest();
                if (usedLengthBytes == RequestExecutor.MALFORMED) {
                    stopServing("a request has no room for its header or status");
                    yield false;
                }
                if (hasFaulted()) {
                    yield false;
                }
                complete(queue.headId(), usedLengthBytes);
                yield true;
            }
        };
    }

    /// An access that the platform refused although it had been possible a moment before: the driver took its memory back.
    private boolean hasFaulted() {
        if (!machine.memory().hasFaulted()) {
            return false;
        }
        stopServing("the platform refused an access to memory that the driver had given");
        return true;
    }

    /// Returns the request, and notifies the driver if it wants that. Overridable for a device with a known bug.
    protected void complete(int headId, long usedLengthBytes) {
        queue.use(headId, usedLengthBytes);
        if (callback != null) {
            boolean wanted = queue.needsNotification();
            statistics.countDecision(wanted);
            if (wanted) {
                callback.signal();
            }
        }
    }

    /// Sends a used buffer notification, for a device with a known bug.
    protected final void notifyDriver() {
        if (callback != null) {
            callback.signal();
        }
    }

    /// The queue that it serves.
    protected final DeviceQueue queue() {
        return queue;
    }

    private void stopServing(String why) {
        if (!broken) {
            broken = true;
            alarm.needsReset(why);
        }
    }

    public final QueueStatistics statistics() {
        return statistics;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(broken).add(queue).add(executor);
    }
}
