package ringproof.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.queue.Breakage;
import ringproof.queue.DriverQueue;
import ringproof.transport.Kick;

/// One blk-mq hardware queue on its virtqueue: submission, completion, polling, timeout and quiescing under one lock.
///
/// Linux: struct virtio_blk_vq, virtio_queue_rq, virtio_queue_rqs, virtblk_done, virtblk_poll, blk_mq_quiesce_queue. What the lock guards is
/// in [GuardedQueue]. Thread-safe.
public class HardwareQueue {
    /// What became of a submitted request. Linux: BLK_STS_OK, BLK_STS_DEV_RESOURCE, BLK_STS_IOERR.
    public enum Queued {
        /// In the ring.
        OK,
        /// The ring is full, or the queue is quiesced; the driver keeps the request and adds it when there is room.
        REQUEUED,
        /// There was nothing to do, as for a FLUSH of a cache that is empty; it has ended with OK.
        DONE,
        /// The virtqueue is broken; the request has ended with IOERR.
        BROKEN,
        /// It breaks a rule, or the disk was removed; the request has ended with INVALID or REMOVED, and says why.
        REFUSED
    }

    /// What a queue is made of beside its ring.
    ///
    /// @param rules     what requests may be sent; null: whatever the ring has room for
    /// @param maxRanges most ranges of one request
    /// @param trouble   signalled when the ring breaks; null: nobody listens
    public record Setup(CompletionPolicy policy, HctxType type, int depth, @Nullable RequestRules rules, int maxRanges,
            @Nullable Event trouble) {
    }

    /// Header, data, status.
    static final int MAX_PIECES = RequestAreas.OVERHEAD_PIECES + 1;
    static final int DEFAULT_MAX_RANGES = 2;

    private final Machine machine;
    private final DriverQueue<Request> ring;
    private final Setup setup;
    private final CompletionPolicy policy;
    private final Kick kick;
    private final Lock lock;
    private final Event idle;
    private final TagSet tags;
    private final Request[] requests;
    private final GuardedQueue guarded;
    private boolean troubleTold;

    /// A queue of `depth` requests. `kick` notifies the device; `listener` hears of each completion.
    public HardwareQueue(Machine machine, String name, DriverQueue<Request> ring, CompletionPolicy policy, int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        this(machine, name, ring, new Setup(policy, HctxType.DEFAULT, depth, null, DEFAULT_MAX_RANGES, null),
                allocator, kick, listener);
    }

    /// The same with everything said.
    public HardwareQueue(Machine machine, String name, DriverQueue<Request> ring, Setup setup, GuestAllocator allocator,
            Kick kick, CompletionListener listener) {
        this.machine = machine;
        this.ring = ring;
        this.setup = setup;
        this.policy = setup.policy();
        this.kick = kick;
        int depth = setup.depth();
        this.tags = new TagSet(machine, name, depth);
        RequestAreas areas = new RequestAreas(machine.memory(), allocator, depth, setup.maxRanges());
        this.requests = new Request[depth];
        for (int tag = 0; tag < depth; tag++) {
            requests[tag] = new Request(machine, name + ".rq" + tag, tag, areas);
        }
        this.idle = machine.newEvent(name + ".idle");
        this.guarded = new GuardedQueue(ring, policy, areas, tags, listener, setup.rules(), idle);
        this.lock = machine.newLock(name + ".lock", digest -> digest.add(guarded).add(troubleTold));
    }

    public HctxType type() {
        return setup.type();
    }

    /// Whether its HIPRI requests are polled for.
    public boolean polls() {
        return policy.polls();
    }

    /// A request with a tag of its own, to be prepared and queued; null when all are taken. Linux: blk_mq_alloc_request.
    public @Nullable Request allocate() {
        int tag = tags.allocate();
        return tag == TagSet.NONE ? null : requests[tag];
    }

    /// Gives a request back that has ended or was never queued; its tag is free once the device touches it no more. Throws
    /// [IllegalStateException] for one that is in flight. Linux: blk_mq_free_request.
    public void free(Request request) {
        if (!request.isIdle()) {
            throw new IllegalStateException(request + " is in flight");
        }
        if (!request.isReturned() && isStillHeld(request)) {
            return;
        }
        tags.free(request.tag());
    }

    private boolean isStillHeld(Request request) {
        lock.lock();
        boolean free = guarded.giveBack(request);
        lock.unlock();
        return !free;
    }

    /// Hands a request to the device. `last`: no other follows at once, so notify the device now. Linux: virtio_queue_rq.
    public Queued queueRq(Request request, boolean last) {
        String fault = setup.rules() == null ? "" : setup.rules().fault(request);
        long mark = machine.mark();
        lock.lock();
        Queued queued = guarded.submit(request, fault);
        boolean notify = switch (queued) {
            case OK -> last && ring.kickPrepare();
            case REQUEUED -> ring.kickPrepare();
            case DONE, BROKEN, REFUSED -> false;
        };
        unlock(mark, notify, queued.ordinal());
        return queued;
    }

    /// Hands several requests to the device, in order, with one notification at most; what does not fit is kept in the same order. Each
    /// is in the ring, kept or has ended. Linux: virtio_queue_rqs.
    public void queueRqs(List<Request> batch) {
        String[] faults = new String[batch.size()];
        for (int i = 0; i < faults.length; i++) {
            faults[i] = setup.rules() == null ? "" : setup.rules().fault(batch.get(i));
        }
        long mark = machine.mark();
        lock.lock();
        boolean sent = false;
        for (int i = 0; i < faults.length; i++) {
            Queued queued = guarded.submit(batch.get(i), faults[i]);
            sent |= queued == Queued.OK || queued == Queued.REQUEUED;
        }
        unlock(mark, sent && ring.kickPrepare(), 0);
    }

    /// Notifies the device of what was queued without `last`. Linux: virtio_commit_rqs.
    public void commitRqs() {
        long mark = machine.mark();
        lock.lock();
        unlock(mark, ring.kickPrepare(), 0);
    }

    /// Looks for used buffers and completes their requests; returns how many. Linux: virtblk_poll.
    public int poll() {
        return ring.moreUsed() ? complete() : 0;
    }

    /// The used buffer notification arrived. False: it was spurious. Linux: vring_interrupt, virtblk_done.
    public boolean interrupt() {
        if (!ring.callbackArrived()) {
            return false;
        }
        complete();
        return true;
    }

    private int complete() {
        long mark = machine.mark();
        lock.lock();
        int count = guarded.drain();
        guarded.dispatch();
        unlock(mark, false, count);
        return count;
    }

    /// Announces that the caller will poll from now on, until it calls [#pollEnd()]: before or after it submits, for one request or for
    /// many. Under [Policy#TOGGLE] only then notifications go off.
    public void pollBegin() {
        if (!policy.countsPollers()) {
            return;
        }
        long mark = machine.mark();
        lock.lock();
        policy.pollBegins(ring);
        unlock(mark, false, 0);
    }

    /// Takes leave of polling: before sleeping, before giving up the processor for long, or at the end. Under [Policy#TOGGLE] what is in
    /// flight when the last poller leaves is notified, so its submitter may sleep on it ([Request#await()]).
    public void pollEnd() {
        if (!policy.countsPollers()) {
            return;
        }
        long mark = machine.mark();
        lock.lock();
        if (!policy.pollEnds(ring)) {
            guarded.drain();
            guarded.dispatch();
        }
        unlock(mark, false, 0);
    }

    /// Waits for a queued request in the way that suits it: polls for a HIPRI one where the policy does, and on a queue that is only polled
    /// for all; else sleeps.
    public void await(Request request) {
        if (!policy.polls(request.hipri())) {
            request.await();
            return;
        }
        pollBegin();
        while (!request.isDone()) {
            if (poll() == 0) {
                machine.relax();
            }
        }
        pollEnd();
    }

    /// The request takes too long: unless it has ended it does so now, with TIMED_OUT. What the device has of it stays the device's until
    /// it is used or the queue is reset. False: it had ended. Linux: blk_mq_rq_timed_out.
    public boolean timedOut(Request request) {
        long mark = machine.mark();
        lock.lock();
        boolean now = guarded.timeOut(request);
        unlock(mark, false, now ? 1 : 0);
        return now;
    }

    /// From here on the driver keeps requests and sends none; those in the ring go on. Linux: blk_mq_quiesce_queue.
    public void quiesce() {
        long mark = machine.mark();
        lock.lock();
        guarded.quiesce();
        unlock(mark, false, 0);
    }

    /// Requests are sent again, those first that were kept. Linux: blk_mq_unquiesce_queue.
    public void unquiesce() {
        long mark = machine.mark();
        lock.lock();
        guarded.unquiesce();
        unlock(mark, false, 0);
    }

    /// Waits until everything that the device has has ended. False: the ring is broken, so it never will. Quiesce first, or it may take for
    /// ever. Linux: blk_mq_freeze_queue_wait.
    public boolean awaitIdle() {
        while (true) {
            long mark = machine.mark();
            lock.lock();
            guarded.drain();
            guarded.dispatch();
            boolean isIdle = guarded.isIdle();
            boolean isBroken = ring.breakage() != null;
            if (!isIdle && !policy.polls()) {
                guarded.awaitIdle();
            }
            unlock(mark, false, (isIdle ? 2 : 0) + (isBroken ? 1 : 0));
            if (isIdle) {
                return !isBroken;
            }
            if (policy.polls()) {
                machine.relax();
            } else {
                idle.await();
            }
        }
    }

    /// The device was reset, or this queue of it, and touches nothing any more: takes back what it has not used and starts the ring over.
    /// `resubmit`: it is sent again, in order, when requests are sent again; else it ends with IOERR. Requests that time out on the way
    /// stay ended. Throws [IllegalStateException] where the queue is neither quiesced nor removed.
    public void takeBack(boolean resubmit) {
        long mark = machine.mark();
        lock.lock();
        guarded.takeBack(resubmit);
        troubleTold = false;
        unlock(mark, false, 0);
    }

    /// The disk goes away: what is kept and whatever comes later ends with REMOVED; what the device has, when it is used, or with
    /// [#takeBack(boolean)]. Final. Linux: blk_mark_disk_dead.
    public void remove() {
        long mark = machine.mark();
        lock.lock();
        guarded.remove();
        unlock(mark, false, 0);
    }

    /// The disk was removed, but its device does not stop: what it has ends with REMOVED, and its buffers stay the device's for good.
    public void abandon() {
        long mark = machine.mark();
        lock.lock();
        guarded.abandon();
        unlock(mark, false, 0);
    }

    /// Whether the ring is broken: the device must be reset, or the queue.
    public boolean isBroken() {
        return breakage() != null;
    }

    /// Which rule the device has broken, or null.
    public @Nullable Breakage breakage() {
        lock.lock();
        Breakage breakage = ring.breakage();
        lock.unlock();
        return breakage;
    }

    /// Ends a stretch under the lock that came to `result`, and notifies the device where it must be.
    private void unlock(long mark, boolean notify, long result) {
        boolean wanted = guarded.takeKickNeeded() || notify;
        // Known only under the lock, although it is sent outside.
        int next = wanted && kick.carriesNext() ? ring.notificationData() : 0;
        Event trouble = troubleTold || ring.breakage() == null ? null : setup.trouble();
        troubleTold |= trouble != null;
        lock.unlock();
        machine.settle(mark, (result << Short.SIZE | next) << 2 | (wanted ? 2 : 0) | (trouble != null ? 1 : 0));
        if (wanted) {
            kick.send(next);
        }
        if (trouble != null) {
            trouble.signal();
        }
    }
}
