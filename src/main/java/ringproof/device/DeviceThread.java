package ringproof.device;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// A thread of a device: serves some of its queues in turn, polls them while that pays, sleeps, and lets go of a queue when asked to.
///
/// QEMU: an iothread and its AioContext. The threads of the transport attach and detach queues; this one borrows those that are attached,
/// works until somebody wants its `attention` or there is nothing to do, and gives them back before it sleeps.
///
/// No queue starves: in each round every queue gets its turn, of at most `batch` requests.
///
/// - I1 `lent[i]` is set exactly while the thread uses that queue outside the lock
/// - I2 while the thread sleeps, every attached queue has rested, or is paused, or `wake` is raised
/// - I3 whoever wants something under the lock has set `attention` by then, and raised `wake` unless the thread cannot be asleep
///
/// Ordering: [ringproof.machine.Barrier#AVAILABLE_RECHECK] between turning notifications on and sleeping, within [QueueServer#rest()].
/// Thread-safe: one lock guards the fields, but for what `lent` holds.
public class DeviceThread implements Runnable {
    private final Machine machine;
    private final int batch;
    private final Polling polling;
    private final Lock lock;
    private final Event wake;
    private final Event paused;
    private final Event[] detached;
    private final KickLine[] kicks;
    private final Cell attention;

    private final @Nullable LiveQueue[] attached;
    private final @Nullable LiveQueue[] lent;
    private final boolean[] detaching;
    private boolean pausing;
    private boolean pauseAwaited;
    private boolean ended;

    /// `name` distinguishes it from the device's other threads, and `queueNames` its queues.
    public DeviceThread(Machine machine, String name, List<String> queueNames, int batch, Polling polling) {
        this.machine = machine;
        this.batch = batch;
        this.polling = polling;
        int count = queueNames.size();
        this.wake = machine.newEvent(name + ".wake");
        this.paused = machine.newEvent(name + ".paused");
        this.detached = new Event[count];
        this.kicks = new KickLine[count];
        for (int i = 0; i < count; i++) {
            detached[i] = machine.newEvent(queueNames.get(i) + ".detached");
            kicks[i] = new KickLine(machine, queueNames.get(i) + ".kicked", wake);
        }
        this.attention = machine.newCell(name + ".attention");
        this.attached = new LiveQueue[count];
        this.lent = new LiveQueue[count];
        this.detaching = new boolean[count];
        this.lock = machine.newLock(name + ".lock", this::digestFields);
    }

    @Override
    public void run() {
        while (takeUp()) {
            boolean sleeps = work();
            giveBack();
            if (sleeps) {
                machine.checkpoint("device sleeps", polling);
                wake.await();
            }
            machine.checkpoint("device looks up", polling);
        }
    }

    /// Borrows what is attached. False: the device has ended.
    private boolean takeUp() {
        lock.lock();
        attention.set(0);
        boolean goesOn = !ended;
        for (int i = 0; i < lent.length; i++) {
            lent[i] = goesOn && !pausing ? attached[i] : null;
        }
        lock.unlock();
        return goesOn;
    }

    private void giveBack() {
        lock.lock();
        for (int i = 0; i < lent.length; i++) {
            lent[i] = null;
            if (detaching[i]) {
                detaching[i] = false;
                detached[i].signal();
            }
        }
        if (pauseAwaited) {
            pauseAwaited = false;
            paused.signal();
        }
        lock.unlock();
    }

    /// Serves what is lent until there is nothing to do: true. Or until somebody wants the thread's attention: false.
    private boolean work() {
        while (true) {
            machine.checkpoint("device round", this::digestOwn);
            boolean found = round();
            if (attention.get() != 0) {
                return false;
            }
            if (found) {
                polling.foundWork();
            } else if (polling.goesOn()) {
                machine.relax();
            } else if (rest()) {
                return true;
            }
        }
    }

    /// Gives every queue its turn. True: somewhere there was work.
    private boolean round() {
        boolean found = false;
        for (int i = 0; i < lent.length; i++) {
            LiveQueue queue = lent[i];
            if (queue != null && isDue(queue, kicks[i])) {
                int turn = i;
                boolean before = found;
                int served = queue.serve(batch, d -> d.add(turn).add(before).add(this::digestOwn));
                found |= served > 0;
                if (served == 0) {
                    queue.server().statistics().countPoll();
                }
            }
        }
        return found;
    }

    /// Whether it is to be looked at: one that rests only when it was kicked, unless the thread polls.
    private boolean isDue(LiveQueue queue, KickLine kick) {
        if (!queue.rests()) {
            return true;
        }
        long next = kick.take();
        if (next != KickLine.NONE) {
            queue.server().statistics().countKick((int) next);
            return true;
        }
        return !polling.isOff();
    }

    /// Turns notifications on everywhere. True: nothing has come meanwhile, so the thread may sleep. Overridable for a device with a known
    /// bug.
    protected boolean rest() {
        boolean quiet = true;
        for (LiveQueue queue : lent) {
            quiet &= queue == null || queue.rest();
        }
        return quiet;
    }

    /// What the thread's future depends on while it works.
    private void digestOwn(Digest digest) {
        digest.add(polling);
        for (LiveQueue queue : lent) {
            digest.add(queue != null);
            if (queue != null) {
                digest.add(queue);
            }
        }
    }

    /// The line that kicks the queue with this number among those of the thread.
    final KickLine kick(int queue) {
        return kicks[queue];
    }

    /// The queue goes live. It is looked at once unasked, since a kick may have come before.
    final void attach(int queue, LiveQueue live) {
        lock.lock();
        attached[queue] = live;
        attention.set(1);
        lock.unlock();
        wake.signal();
    }

    /// Returns when the queue is not served any more: at once, or after the turn at hand.
    final void detach(int queue) {
        lock.lock();
        attached[queue] = null;
        boolean mustWait = lent[queue] != null;
        if (mustWait) {
            detaching[queue] = true;
            attention.set(1);
        }
        lock.unlock();
        if (mustWait) {
            detached[queue].await();
        }
    }

    /// Returns when no queue is served any more. They stay attached.
    final void pause() {
        lock.lock();
        pausing = true;
        boolean mustWait = false;
        for (LiveQueue queue : lent) {
            mustWait |= queue != null;
        }
        if (mustWait) {
            pauseAwaited = true;
            attention.set(1);
        }
        lock.unlock();
        if (mustWait) {
            paused.await();
        }
    }

    /// Ends a pause; `forgetting`: with nothing attached any more.
    final void resume(boolean forgetting) {
        lock.lock();
        pausing = false;
        if (forgetting) {
            Arrays.fill(attached, null);
        }
        attention.set(1);
        lock.unlock();
        wake.signal();
    }

    /// Makes [#run()] return after the round at hand.
    final void end() {
        lock.lock();
        ended = true;
        attention.set(1);
        lock.unlock();
        wake.signal();
    }

    private void digestFields(Digest digest) {
        digest.add(pausing).add(pauseAwaited).add(ended);
        for (int i = 0; i < lent.length; i++) {
            LiveQueue queue = attached[i];
            boolean away = queue == null || queue == lent[i];
            digest.add(detaching[i]).add(lent[i] != null).add(queue != null).add(away);
            // While it is lent, the thread's own steps tell its state.
            if (queue != null && !away) {
                digest.add(queue);
            }
        }
    }
}
