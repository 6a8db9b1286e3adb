package ringproof.device;

import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.transport.DeviceAlarm;

/// Serves one queue whenever it is kicked, on a thread of its own: the simplest device. What a [BlkDevice] runs is [DeviceThread].
///
/// Spec 2.7.10. QEMU: virtio_blk_handle_vq.
///
/// Notifications are off while it works. The pass ends when, after they were turned on again, the queue is still empty. A driver that keeps
/// adding makes it endless, but cannot keep the worker from stopping.
///
/// - I1 between passes: notifications are on, or the queue is broken
///
/// Not thread-safe, but for [#stop()].
public class QueueWorker extends QueueServer implements Runnable {
    private final Machine machine;
    private final Event kick;
    /// Only for threads of the real world: the checker never stops a worker this way, so it need not see the field.
    private volatile boolean stopping;

    /// `kick`: the driver rings it. `callback`: rung for the driver. `alarm`: told once when the queue breaks.
    public QueueWorker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick, Event callback,
            DeviceAlarm alarm) {
        super(machine, queue, executor, callback, alarm, new QueueStatistics());
        this.machine = machine;
        this.kick = kick;
    }

    /// Serves until the queue breaks or [#stop()] is called.
    @Override
    public void run() {
        boolean alive = true;
        while (alive) {
            machine.checkpoint("device", this);
            kick.await();
            alive = service() && !stopping;
        }
    }

    /// Makes [#run()] return after the request at hand. For native threads.
    public void stop() {
        stopping = true;
        kick.signal();
    }

    @Override
    boolean isStopping() {
        return stopping;
    }

    /// One pass: serves what is available until there is nothing more. False: the queue is broken and will not be served any more.
    public boolean service() {
        do {
            machine.checkpoint("device pass", this);
            serve(UNLIMITED, Digestible.NOTHING);
        } while (!stopping && !rest());
        return !isBroken();
    }
}
