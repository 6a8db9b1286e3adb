package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// The agent behind one queue of a device: serves it while the device is live, sleeps through resets, ends with the
/// device.
///
/// QEMU: an iothread's handler of one virtqueue. The transport's threads attach and detach the [QueueWorker]; the
/// runner borrows it for one pass at a time.
///
/// - I1 `busy` exactly while the runner uses the worker outside the lock
///
/// Thread-safe: one lock guards all fields.
final class QueueRunner implements Runnable {
    private final Machine machine;
    private final Event kick;
    private final Event idle;
    private final Lock lock;

    private @Nullable QueueWorker worker;
    private boolean busy;
    private boolean detaching;
    private boolean ended;

    QueueRunner(Machine machine, int queue) {
        this.machine = machine;
        this.kick = machine.newEvent("kick" + queue);
        this.idle = machine.newEvent("idle" + queue);
        this.lock = machine.newLock("runner" + queue, this::digestFields);
    }

    /// The line that wakes it.
    Event kick() {
        return kick;
    }

    @Override
    public void run() {
        do {
            machine.checkpoint("runner", Digestible.NOTHING);
            kick.await();
        } while (pass());
    }

    /// False: the device has ended.
    private boolean pass() {
        lock.lock();
        QueueWorker borrowed = worker;
        boolean going = !ended;
        busy = going && borrowed != null;
        lock.unlock();
        if (going && borrowed != null) {
            borrowed.service();
            giveBack();
        }
        return going;
    }

    private void giveBack() {
        lock.lock();
        busy = false;
        boolean wanted = detaching;
        detaching = false;
        lock.unlock();
        if (wanted) {
            idle.signal();
        }
    }

    /// The queue goes live. Looks at it once unasked: a kick that came before found no worker.
    void attach(QueueWorker next) {
        lock.lock();
        worker = next;
        lock.unlock();
        kick.signal();
    }

    /// Returns when the queue is not served any more: at once, or after the pass at hand.
    void detach() {
        lock.lock();
        worker = null;
        boolean mustWait = busy;
        detaching = mustWait;
        lock.unlock();
        if (mustWait) {
            idle.await();
        }
    }

    /// Makes [#run()] return after the pass at hand.
    void end() {
        lock.lock();
        ended = true;
        lock.unlock();
        kick.signal();
    }

    private void digestFields(Digest digest) {
        digest.add(busy).add(detaching).add(ended).add(worker != null);
        // While it is lent, the runner's own steps tell its state.
        if (worker != null && !busy) {
            digest.add(worker);
        }
    }
}
