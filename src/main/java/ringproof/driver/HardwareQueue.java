package ringproof.driver;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;
import ringproof.transport.Kick;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkStatus;

/// One blk-mq hardware queue on its virtqueue: submission, completion and polling under one lock.
///
/// Linux: struct virtio_blk_vq, virtio_queue_rq, virtblk_done, virtblk_poll.
///
/// - I1 a request that found the ring full waits in `requeued`, in order; new ones line up behind it
/// - I2 while `requeued` is not empty something is in flight, whose completion dispatches it
///
/// Thread-safe.
public class HardwareQueue implements Digestible {
    /// What became of a submitted request. Linux: BLK_STS_OK, BLK_STS_DEV_RESOURCE, BLK_STS_IOERR.
    public enum Queued {
        /// In the ring.
        OK,
        /// The ring is full; the driver keeps the request and adds it when a completion makes room.
        REQUEUED,
        /// The virtqueue is broken, or too small for such a request ever; the request has completed with IOERR.
        BROKEN
    }

    /// Header, data, status.
    static final int MAX_PIECES = 3;
    /// Most requests that are taken before the first of them is completed.
    private static final int BATCH = 32;
    private static final int STATUS_NOT_WRITTEN = 0xFF;
    /// Header and status of one request, kept on cache lines of their own.
    private static final int REQUEST_AREA_BYTES = 64;

    private final Machine machine;
    private final GuestMemory memory;
    private final DriverQueue<Request> queue;
    private final CompletionPolicy policy;
    private final Kick kick;
    private final CompletionListener listener;
    private final Lock lock;
    private final TagSet tags;
    private final Request[] requests;
    private final Chain chain = new Chain();
    private final ArrayDeque<Request> requeued = new ArrayDeque<>();
    private boolean kickNeeded;
    /// Taken and not yet completed; empty when the lock is free.
    private final @Nullable Request[] batch = new Request[BATCH];
    private final long[] batchUsedBytes = new long[BATCH];

    /// A queue of `depth` requests. `kick` notifies the device; `listener` hears of each completion.
    @SuppressWarnings("this-escape") // only as the digest of what the lock guards, asked for when the lock is first released
    public HardwareQueue(Machine machine, String name, DriverQueue<Request> queue, CompletionPolicy policy, int depth,
            GuestAllocator allocator, Kick kick, CompletionListener listener) {
        this.machine = machine;
        this.memory = machine.memory();
        this.queue = queue;
        this.policy = policy;
        this.kick = kick;
        this.listener = listener;
        this.lock = machine.newLock(name + ".lock", this);
        this.tags = new TagSet(machine, name, depth);
        this.requests = new Request[depth];
        long area = allocator.allocate((long) REQUEST_AREA_BYTES * depth, REQUEST_AREA_BYTES);
        for (int tag = 0; tag < depth; tag++) {
            long header = area + (long) REQUEST_AREA_BYTES * tag;
            requests[tag] = new Request(machine, name + ".rq" + tag, tag, header,
                    header + BlkRequestLayout.HEADER_BYTES);
        }
    }

    /// A request with a tag of its own, to be prepared and queued; null when all are taken. Linux: blk_mq_alloc_request.
    public @Nullable Request allocate() {
        int tag = tags.allocate();
        return tag == TagSet.NONE ? null : requests[tag];
    }

    /// Gives a request back that is done or was never queued. Linux: blk_mq_free_request.
    public void free(Request request) {
        tags.free(request.tag());
    }

    /// Hands a request to the device. `last`: no other follows at once, so notify the device now. Linux: virtio_queue_rq.
    public Queued queueRq(Request request, boolean last) {
        long mark = machine.mark();
        lock.lock();
        request.start(request.hipri() && policy.polls());
        while (!policy.beforeAdd(request.hipri(), queue)) {
            drainLocked();
            dispatchRequeuedLocked();
        }
        Queued queued = requeued.isEmpty() ? addLocked(request) : Queued.REQUEUED;
        boolean notify = switch (queued) {
            case OK -> last && queue.kickPrepare();
            case REQUEUED -> {
                requeued.add(request);
                policy.held(request.hipri());
                yield queue.kickPrepare();
            }
            case BROKEN -> {
                complete(request, BlkStatus.IOERR, 0);
                yield false;
            }
        };
        notify |= takeKickNeeded();
        int next = nextToSay(notify);
        lock.unlock();
        machine.settle(mark, ((long) next << Short.SIZE) + 2L * queued.ordinal() + (notify ? 1 : 0));
        if (notify) {
            kick.send(next);
        }
        return queued;
    }

    /// Notifies the device of what was queued without `last`. Linux: virtio_commit_rqs.
    public void commitRqs() {
        lock.lock();
        boolean notify = queue.kickPrepare();
        int next = nextToSay(notify);
        lock.unlock();
        if (notify) {
            kick.send(next);
        }
    }

    /// Looks for used buffers and completes their requests; returns how many. Linux: virtblk_poll.
    public int poll() {
        return queue.moreUsed() ? complete() : 0;
    }

    /// The used buffer notification arrived. False: it was spurious. Linux: vring_interrupt, virtblk_done.
    public boolean interrupt() {
        if (!queue.callbackArrived()) {
            return false;
        }
        complete();
        return true;
    }

    /// Announces that the caller will poll from now on, until it calls [#pollEnd()]: before or after it submits, for one request or for
    /// many. Under [Policy#TOGGLE] only then notifications go off.
    public void pollBegin() {
        if (!policy.countsPollers()) {
            return;
        }
        long mark = machine.mark();
        lock.lock();
        policy.pollBegins(queue);
        lock.unlock();
        machine.settle(mark, 0);
    }

    /// Takes leave of polling: before sleeping, before giving up the processor for long, or at the end. Under [Policy#TOGGLE] what is in
    /// flight when the last poller leaves is notified, so its submitter may sleep on it ([Request#await()]).
    public void pollEnd() {
        if (!policy.countsPollers()) {
            return;
        }
        long mark = machine.mark();
        lock.lock();
        if (!policy.pollEnds(queue)) {
            drainLocked();
            dispatchRequeuedLocked();
        }
        boolean notify = takeKickNeeded();
        int next = nextToSay(notify);
        lock.unlock();
        machine.settle(mark, ((long) next << Short.SIZE) + (notify ? 1 : 0));
        if (notify) {
            kick.send(next);
        }
    }

    /// Waits for a queued request in the way that suits it: polls for a HIPRI one where the policy does, else sleeps.
    public void await(Request request) {
        if (!request.hipri() || !policy.polls()) {
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

    private int complete() {
        long mark = machine.mark();
        lock.lock();
        int count = drainLocked();
        dispatchRequeuedLocked();
        boolean notify = takeKickNeeded();
        int next = nextToSay(notify);
        lock.unlock();
        machine.settle(mark, ((long) next << Integer.SIZE) + 2L * count + (notify ? 1 : 0));
        if (notify) {
            kick.send(next);
        }
        return count;
    }

    private Queued addLocked(Request request) {
        Chain described = describe(request);
        if (described.count() > queue.size()) {
            return Queued.BROKEN;
        }
        return switch (queue.add(described, request)) {
            case YES -> {
                policy.added(request.hipri(), queue);
                yield Queued.OK;
            }
            case FULL -> Queued.REQUEUED;
            case BROKEN -> Queued.BROKEN;
        };
    }

    /// Writes the request's header and lays its buffers out: header, data, status. Spec 5.2.6.
    private Chain describe(Request request) {
        long header = request.headerAddr();
        memory.set32(header + BlkRequestLayout.TYPE, request.type().code());
        memory.set32(header + BlkRequestLayout.RESERVED, 0);
        memory.set64(header + BlkRequestLayout.SECTOR, request.sector());
        memory.set8(request.statusAddr(), STATUS_NOT_WRITTEN);
        chain.clear().readable(header, BlkRequestLayout.HEADER_BYTES);
        switch (request.type().data()) {
            case FROM_DEVICE -> chain.writable(request.dataAddr(), request.dataBytes());
            case TO_DEVICE -> chain.readable(request.dataAddr(), request.dataBytes());
            case NONE -> {
            }
        }
        return chain.writable(request.statusAddr(), BlkRequestLayout.STATUS_BYTES);
    }

    private int drainLocked() {
        int count = 0;
        do {
            policy.drainBegins(queue);
            int taken;
            do {
                taken = takeBatch();
                count += taken;
                completeBatch(taken);
            } while (taken == BATCH);
        } while (queue.breakage() == null && !policy.drainEnds(queue));
        return count;
    }

    private int takeBatch() {
        int taken = 0;
        while (taken < BATCH) {
            Request request = queue.takeUsed();
            if (request == null) {
                break;
            }
            policy.taken(request.hipri());
            batch[taken] = request;
            batchUsedBytes[taken] = queue.usedLengthBytes();
            taken++;
        }
        return taken;
    }

    private void completeBatch(int count) {
        for (int i = 0; i < count; i++) {
            Request request = Objects.requireNonNull(batch[i]);
            batch[i] = null;
            complete(request, BlkStatus.ofCode(memory.get8(request.statusAddr())), batchUsedBytes[i]);
        }
    }

    private void complete(Request request, BlkStatus status, long usedLengthBytes) {
        // In this order: once complete, the request is its owner's, who may use it again.
        listener.completed(request, status);
        request.complete(status, usedLengthBytes);
    }

    /// Adds what the full ring had turned away. Linux: blk_mq_start_stopped_hw_queues.
    private void dispatchRequeuedLocked() {
        boolean added = false;
        for (Request request = requeued.peek(); request != null; request = requeued.peek()) {
            while (!policy.beforeAdd(request.hipri(), queue)) {
                drainLocked();
            }
            Queued queued = addLocked(request);
            if (queued == Queued.REQUEUED) {
                break;
            }
            requeued.remove();
            policy.released(request.hipri());
            if (queued == Queued.BROKEN) {
                complete(request, BlkStatus.IOERR, 0);
            } else {
                added = true;
            }
        }
        if (added) {
            kickNeeded |= queue.kickPrepare();
        }
    }

    /// What a notification says of the next buffer: known only under the lock, although it is sent outside.
    private int nextToSay(boolean notify) {
        return notify && kick.carriesNext() ? queue.notificationData() : 0;
    }

    private boolean takeKickNeeded() {
        boolean needed = kickNeeded;
        kickNeeded = false;
        return needed;
    }

    /// What the lock guards. Call it under the lock, or when nothing runs.
    @Override
    public void digest(Digest digest) {
        digest.add(queue).add(policy).add(kickNeeded);
        for (Request request : requeued) {
            digest.add(request);
        }
    }
}
