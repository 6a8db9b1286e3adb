package ringproof.device;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.Breakage;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.transport.DeviceAlarm;

/// Serves one queue of the block device: takes requests, executes them, returns them, notifies.
///
/// Spec 2.7.10, 2.7.7.2. QEMU: virtio_blk_handle_vq.
///
/// Notifications are off while it works. The pass ends when, after they were turned on again, the queue is still empty;
/// a driver that keeps adding cannot hold it longer than [#PASS_REQUESTS] requests, after which it kicks itself.
///
/// - I1 between passes: notifications are on, or the kick line is raised, or the queue is broken
///
/// Ordering: see [DeviceQueue]. Not thread-safe, but for [#stop()]: one thread serves a queue.
public class QueueWorker implements Runnable, Digestible {
    /// Requests served in one pass before the thread looks up.
    private static final int PASS_REQUESTS = 1024;

    private final Machine machine;
    private final DeviceQueue queue;
    private final RequestExecutor executor;
    private final Event kick;
    private final Event callback;
    private final DeviceAlarm alarm;
    private final Chain chain = new Chain();

    private boolean broken;
    /// Only for threads of the real world: the checker never stops a worker this way, so it need not see the field.
    private volatile boolean stopping;

    /// `kick`: the driver rings it. `callback`: rung for the driver. `alarm`: told once when the queue breaks.
    public QueueWorker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick, Event callback,
            DeviceAlarm alarm) {
        this.machine = machine;
        this.queue = queue;
        this.executor = executor;
        this.kick = kick;
        this.callback = callback;
        this.alarm = alarm;
    }

    /// Serves until the queue breaks or [#stop()] is called.
    @Override
    public void run() {
        boolean alive = true;
        while (alive) {
            machine.checkpoint("device", this);
            kick.await();
            alive = !stopping && service();
        }
    }

    /// Makes [#run()] return after the pass at hand. For native threads.
    public void stop() {
        stopping = true;
        kick.signal();
    }

    /// One pass: serves what is available. False: the queue is broken and will not be served any more.
    public boolean service() {
        if (broken) {
            return false;
        }
        int left = PASS_REQUESTS;
        do {
            int atStart = left;
            machine.checkpoint("device pass", d -> d.add(this).add(atStart));
            queue.disableNotification();
            while (left > 0 && serveOne()) {
                left--;
                int rest = left;
                machine.checkpoint("device request", d -> d.add(this).add(rest));
            }
            if (broken) {
                return false;
            }
            if (left == 0) {
                kick.signal();
                return true;
            }
        } while (!queue.enableNotification());
        return true;
    }

    /// False: nothing is available, or the queue broke.
    private boolean serveOne() {
        return switch (queue.take(chain)) {
            case EMPTY -> false;
            case BROKEN -> {
                Breakage breakage = queue.breakage();
                stopServing(breakage == null ? "the queue is broken" : breakage.sentence());
                yield false;
            }
            case BUFFER -> {
                long usedLengthBytes = executor.execute(chain);
                if (usedLengthBytes == RequestExecutor.MALFORMED) {
                    stopServing("a request has no room for its header or status");
                    yield false;
                }
                complete(queue.headId(), usedLengthBytes);
                yield true;
            }
        };
    }

    /// Returns the request, and notifies the driver if it wants that. Overridable for a device with a known bug.
    protected void complete(int headId, long usedLengthBytes) {
        queue.use(headId, usedLengthBytes);
        if (queue.needsNotification()) {
            notifyDriver();
        }
    }

    /// Sends a used buffer notification.
    protected final void notifyDriver() {
        callback.signal();
    }

    /// The queue that it serves.
    protected final DeviceQueue queue() {
        return queue;
    }

    private void stopServing(String why) {
        broken = true;
        alarm.needsReset(why);
    }

    @Override
    public void digest(Digest digest) {
        digest.add(broken).add(queue).add(executor);
    }
}
