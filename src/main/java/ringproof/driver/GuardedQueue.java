package ringproof.driver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.driver.HardwareQueue.Queued;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// What the lock of a [HardwareQueue] guards: its ring, the requests that the driver keeps, and whether requests are sent at all.
///
/// Linux: struct blk_mq_hw_ctx with virtio_blk_vq.
///
/// - I1 a request that cannot be sent now waits in `kept`, in order; new ones line up behind it
/// - I2 while the gate is open and `kept` is not empty, something is in the ring, whose completion dispatches it
/// - I3 a request is in `kept`, in `inRing` or its owner's; in `inRing` exactly while the device may touch it
///
/// Not thread-safe: every call is made with the lock held.
final class GuardedQueue implements Digestible {
    /// Whether requests go to the device.
    private enum Gate {
        OPEN,
        /// They are kept. Linux: QUEUE_FLAG_QUIESCED.
        QUIESCED,
        /// They fail, for good. Linux: GD_DEAD.
        REMOVED
    }

    /// Most requests that are taken before the first of them is completed.
    private static final int BATCH = 32;
    private static final String GONE = "the disk was removed: send requests to another";

    private final DriverQueue<Request> ring;
    private final CompletionPolicy policy;
    private final RequestAreas areas;
    private final TagSet tags;
    private final CompletionListener listener;
    private final @Nullable RequestRules rules;
    private final Event idle;
    private final Chain chain = new Chain();

    private final RequestList kept = new RequestList();
    /// In the order in which they were added.
    private final RequestList inRing = new RequestList();
    private Gate gate = Gate.OPEN;
    private boolean kickNeeded;
    /// Somebody waits for `idle`.
    private boolean idleAwaited;
    /// Taken and not yet completed; empty when the lock is free.
    private final @Nullable Request[] batch = new Request[BATCH];
    private final long[] batchUsedBytes = new long[BATCH];

    /// `idle` is signalled when what was awaited by [#isIdle()] may have come.
    GuardedQueue(DriverQueue<Request> ring, CompletionPolicy policy, RequestAreas areas, TagSet tags,
            CompletionListener listener, @Nullable RequestRules rules, Event idle) {
        this.ring = ring;
        this.policy = policy;
        this.areas = areas;
        this.tags = tags;
        this.listener = listener;
        this.rules = rules;
        this.idle = idle;
    }

    /// Takes a request over: sends it, keeps it or ends it. `fault`: why it may not be sent, or empty.
    Queued submit(Request request, String fault) {
        request.start(policy.polls(request.hipri()));
        if (gate == Gate.REMOVED || !fault.isEmpty()) {
            request.refuse(fault.isEmpty() ? GONE : fault);
            end(request, fault.isEmpty() ? Outcome.REMOVED : Outcome.INVALID, 0, false);
            return Queued.REFUSED;
        }
        if (rules != null && request.type() == BlkRequestType.FLUSH) {
            request.stamp(rules.cache().ticket());
            if (CacheMode.isNeedless(request.cacheTicket())) {
                end(request, Outcome.OK, 0, false);
                return Queued.DONE;
            }
        }
        arm(request);
        // A broken ring takes nothing, so there is nothing to line up for.
        boolean isNext = kept.isEmpty() || ring.breakage() != null;
        Queued queued = gate == Gate.OPEN && isNext ? add(request) : Queued.REQUEUED;
        switch (queued) {
            case OK -> {
            }
            case REQUEUED -> {
                kept.addLast(request);
                policy.held(request.hipri());
            }
            case BROKEN, REFUSED -> fail(request, queued);
            case DONE -> throw new IllegalStateException("nothing is done without the device here");
        }
        return queued;
    }

    private void fail(Request request, Queued why) {
        if (why == Queued.REFUSED) {
            request.refuse(request + " needs " + chain.count()
                    + " descriptors, more than the queue has: split it, or make the queue larger");
        }
        end(request, why == Queued.REFUSED ? Outcome.INVALID : Outcome.IOERR, 0, false);
    }

    private void arm(Request request) {
        while (!policy.beforeAdd(request.hipri(), ring)) {
            drain();
            dispatch();
        }
    }

    private Queued add(Request request) {
        areas.describe(request, chain);
        if (chain.count() > ring.size()) {
            return Queued.REFUSED;
        }
        return switch (ring.add(chain, request)) {
            case YES -> {
                inRing.addLast(request);
                policy.added(request.hipri(), ring);
                yield Queued.OK;
            }
            // What an empty ring does not take, no completion makes room for.
            case FULL -> inRing.isEmpty() ? Queued.REFUSED : Queued.REQUEUED;
            case BROKEN -> Queued.BROKEN;
        };
    }

    /// Completes what the device has used; returns how many requests.
    int drain() {
        int count = 0;
        do {
            policy.drainBegins(ring);
            int taken;
            do {
                taken = takeBatch();
                count += taken;
                completeBatch(taken);
            } while (taken == BATCH);
        } while (ring.breakage() == null && !policy.drainEnds(ring));
        if (idleAwaited && isIdle()) {
            tellIdle();
        }
        return count;
    }

    private int takeBatch() {
        int taken = 0;
        while (taken < BATCH) {
            Request request = ring.takeUsed();
            if (request == null) {
                break;
            }
            inRing.remove(request);
            policy.taken(request.hipri());
            batch[taken] = request;
            batchUsedBytes[taken] = ring.usedLengthBytes();
            taken++;
        }
        return taken;
    }

    private void completeBatch(int count) {
        for (int i = 0; i < count; i++) {
            Request request = Objects.requireNonNull(batch[i]);
            batch[i] = null;
            Outcome outcome = Outcome.of(BlkStatus.ofCode(areas.status(request.tag())));
            endOrRelease(request, outcome, batchUsedBytes[i]);
        }
    }

    /// The device is done with a request, one way or the other.
    private void endOrRelease(Request request, Outcome outcome, long usedLengthBytes) {
        if (rules != null && request.type() == BlkRequestType.FLUSH && outcome == Outcome.OK) {
            rules.cache().flushed(request.cacheTicket());
        }
        if (!request.hasEnded()) {
            end(request, outcome, usedLengthBytes, false);
            return;
        }
        request.released();
        if (request.isFreeWanted()) {
            tags.free(request.tag());
        }
    }

    private void end(Request request, Outcome outcome, long usedLengthBytes, boolean held) {
        // In this order: once it has ended, the request is its owner's, who may use it again.
        listener.completed(request, outcome);
        request.end(outcome, usedLengthBytes, held);
    }

    /// Sends what was kept, as far as there is room. Linux: blk_mq_start_stopped_hw_queues, blk_mq_dispatch_rq_list.
    void dispatch() {
        boolean added = false;
        for (Request request = kept.first(); request != null && gate == Gate.OPEN; request = kept.first()) {
            while (!policy.beforeAdd(request.hipri(), ring)) {
                drain();
            }
            kept.remove(request);
            // The disk may have become smaller meanwhile.
            String fault = rules == null ? "" : rules.fault(request);
            if (!fault.isEmpty()) {
                policy.released(request.hipri());
                request.refuse(fault);
                end(request, Outcome.INVALID, 0, false);
                continue;
            }
            Queued queued = add(request);
            if (queued == Queued.REQUEUED || queued == Queued.BROKEN) {
                // What broke is mended by a reset, which takes back what the device has: this one waits for it as that does.
                kept.addFirst(request);
                break;
            }
            policy.released(request.hipri());
            if (queued == Queued.OK) {
                added = true;
            } else {
                fail(request, queued);
            }
        }
        if (added) {
            kickNeeded |= ring.kickPrepare();
        }
    }

    /// Whether a kick is due since this was asked last.
    boolean takeKickNeeded() {
        boolean needed = kickNeeded;
        kickNeeded = false;
        return needed;
    }

    /// False: it had ended already.
    boolean timeOut(Request request) {
        boolean wasKept = request.isIn(kept);
        if (!wasKept && (!request.isIn(inRing) || request.hasEnded())) {
            return false;
        }
        if (wasKept) {
            kept.remove(request);
            policy.released(request.hipri());
        }
        end(request, Outcome.TIMED_OUT, 0, !wasKept);
        if (wasKept) {
            // Others may wait behind it, and the policy for its leaving.
            drain();
            dispatch();
        } else if (idleAwaited && isIdle()) {
            tellIdle();
        }
        return true;
    }

    /// Its owner gives up a request that the device may still touch. True: it does no longer, so the tag is free now.
    boolean giveBack(Request request) {
        if (!request.isIn(inRing)) {
            return true;
        }
        request.wantFree();
        return false;
    }

    void quiesce() {
        gate = gate == Gate.OPEN ? Gate.QUIESCED : gate;
    }

    void unquiesce() {
        if (gate == Gate.QUIESCED) {
            gate = Gate.OPEN;
            dispatch();
        }
    }

    /// Fails what is kept, and from now on everything.
    void remove() {
        gate = Gate.REMOVED;
        for (Request request = kept.first(); request != null; request = kept.first()) {
            kept.remove(request);
            policy.released(request.hipri());
            request.refuse(GONE);
            end(request, Outcome.REMOVED, 0, false);
        }
    }

    /// The device keeps what it has for ever, and nobody waits for it any more: it ends, but its buffers stay the device's.
    void abandon() {
        for (Request request = inRing.first(); request != null; request = request.next) {
            if (!request.hasEnded()) {
                end(request, Outcome.REMOVED, 0, true);
            }
        }
        tellIdle();
    }

    /// Takes back what the device has not used, which it touches no more, and starts the ring over. `resubmit`: what may be sent twice is
    /// kept, in order and before the rest; else it fails. Requests must not be sent meanwhile.
    void takeBack(boolean resubmit) {
        if (gate == Gate.OPEN) {
            throw new IllegalStateException("a queue must be quiesced before its requests are taken back");
        }
        drain();
        ring.reinit(request -> {
        });
        RequestList again = new RequestList();
        for (Request request = inRing.first(); request != null; request = inRing.first()) {
            inRing.remove(request);
            policy.taken(request.hipri());
            if (request.hasEnded() || !resubmit || gate == Gate.REMOVED || !mayBeSentTwice(request)) {
                endOrRelease(request, gate == Gate.REMOVED ? Outcome.REMOVED : Outcome.IOERR, 0);
            } else {
                again.addFirst(request);
            }
        }
        for (Request request = again.first(); request != null; request = again.first()) {
            again.remove(request);
            policy.held(request.hipri());
            kept.addFirst(request);
        }
        policy.restarted();
        tellIdle();
    }

    /// The device may have executed it without saying so.
    private static boolean mayBeSentTwice(Request request) {
        return switch (request.type()) {
            case IN, OUT, FLUSH, GET_ID, GET_LIFETIME, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_REPORT, ZONE_OPEN,
                    ZONE_CLOSE, ZONE_FINISH, ZONE_RESET, ZONE_RESET_ALL ->
                true;
            case ZONE_APPEND -> false;
        };
    }

    /// Whether the device has nothing that has not ended, or will never give it back: its queue is broken.
    boolean isIdle() {
        if (ring.breakage() != null) {
            return true;
        }
        for (Request request = inRing.first(); request != null; request = request.next) {
            if (!request.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    void awaitIdle() {
        idleAwaited = true;
    }

    private void tellIdle() {
        if (idleAwaited) {
            idleAwaited = false;
            idle.signal();
        }
    }

    @Override
    public void digest(Digest digest) {
        digest.add(ring).add(policy).add(kickNeeded).add(gate.ordinal()).add(idleAwaited).add(kept).add(inRing);
    }
}
