package ringproof.driver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.wire.BlkRequestType;

/// One block request and its place in a hardware queue. Made once per tag and used again. Linux: struct request with virtblk_req.
///
/// The submitter owns it until it is queued and again when [#isDone()]; in between it belongs to the driver. Its data is the submitter's
/// again when it [#isReturned()], which is the same unless it timed out.
///
/// - I1 from queueing on it ends exactly once, with one outcome
/// - I2 its data and its tag are used for nothing else while the device may touch them
///
/// [#isDone()], [#isReturned()] and [#outcome()] are thread-safe.
public final class Request implements Digestible {
    /// Values of `state`: the low byte; an outcome and a length stand above DONE.
    private static final int PHASE = 3;
    private static final int IN_FLIGHT = 1;
    private static final int DONE = 2;
    /// Beside IN_FLIGHT: somebody sleeps or will. Set from the start unless the request is polled for.
    private static final int WAKE = 4;
    /// Beside DONE: it has ended, but the device may still touch its data.
    private static final int HELD = 4;
    private static final int OUTCOME_SHIFT = 8;
    private static final int LENGTH_SHIFT = 16;
    private static final int INITIAL_SEGMENTS = 1;

    private final int tag;
    private final RequestAreas areas;
    private final Cell state;
    private final Event done;

    private BlkRequestType type = BlkRequestType.FLUSH;
    private long sector;
    private boolean hipri;
    private long[] segmentAddrs = new long[INITIAL_SEGMENTS];
    private long[] segmentLengths = new long[INITIAL_SEGMENTS];
    private int segmentCount;
    private long[] rangeStarts = new long[INITIAL_SEGMENTS];
    private long[] rangeLengths = new long[INITIAL_SEGMENTS];
    private int rangeCount;
    private boolean unmaps;
    private String fault = "";

    private boolean polled;
    /// Whether completion signals `done` whoever waits, and nobody has taken that signal.
    private boolean signalDue;

    // Guarded by the queue's lock from queueing on.
    /// Neighbours in the list that it is in.
    @Nullable
    Request previous;
    @Nullable
    Request next;
    private @Nullable RequestList list;
    private boolean ended;
    /// Of a FLUSH: see [CacheMode].
    private long cacheTicket;
    /// Its owner gave it back while the device had it.
    private boolean freeWanted;

    Request(Machine machine, String name, int tag, RequestAreas areas) {
        this.tag = tag;
        this.areas = areas;
        this.state = machine.newCell(name + ".state");
        this.done = machine.newEvent(name + ".done");
    }

    /// Says what is to be done at `fromSector` (of 512 bytes), 0 where the type has no use for it; what it is done with comes after, by
    /// [#data] or [#range].
    public Request prepare(BlkRequestType what, long fromSector, boolean highPriority) {
        type = what;
        sector = fromSector;
        hipri = highPriority;
        segmentCount = 0;
        rangeCount = 0;
        unmaps = false;
        fault = "";
        return this;
    }

    /// The same with its data in one piece: `bytes` at guest address `atAddr`; 0 bytes: it has none.
    public Request prepare(BlkRequestType what, long fromSector, long atAddr, int bytes, boolean highPriority) {
        prepare(what, fromSector, highPriority);
        return bytes == 0 ? this : data(atAddr, bytes);
    }

    /// Adds a piece of guest memory to the data. Linux: struct scatterlist.
    public Request data(long atAddr, long bytes) {
        if (segmentCount == segmentAddrs.length) {
            segmentAddrs = Arrays.copyOf(segmentAddrs, 2 * segmentCount);
            segmentLengths = Arrays.copyOf(segmentLengths, 2 * segmentCount);
        }
        segmentAddrs[segmentCount] = atAddr;
        segmentLengths[segmentCount] = bytes;
        segmentCount++;
        return this;
    }

    /// Adds sectors to be discarded, cleared or erased. Linux: struct virtio_blk_discard_write_zeroes.
    public Request range(long fromSector, long sectors) {
        if (rangeCount == rangeStarts.length) {
            rangeStarts = Arrays.copyOf(rangeStarts, 2 * rangeCount);
            rangeLengths = Arrays.copyOf(rangeLengths, 2 * rangeCount);
        }
        rangeStarts[rangeCount] = fromSector;
        rangeLengths[rangeCount] = sectors;
        rangeCount++;
        return this;
    }

    /// Lets the device give back the space of what WRITE_ZEROES clears. Linux: REQ_NOUNMAP unset.
    public Request unmap() {
        unmaps = true;
        return this;
    }

    public int tag() {
        return tag;
    }

    public BlkRequestType type() {
        return type;
    }

    public long sector() {
        return sector;
    }

    /// Guest address of the first piece of data; 0 where there is none.
    public long dataAddr() {
        return segmentCount == 0 ? 0 : segmentAddrs[0];
    }

    /// Bytes of all pieces of data.
    public long dataBytes() {
        long bytes = 0;
        for (int i = 0; i < segmentCount; i++) {
            bytes += segmentLengths[i];
        }
        return bytes;
    }

    public int segmentCount() {
        return segmentCount;
    }

    public long segmentAddr(int segment) {
        return segmentAddrs[segment];
    }

    public long segmentBytes(int segment) {
        return segmentLengths[segment];
    }

    public int rangeCount() {
        return rangeCount;
    }

    public long rangeSector(int range) {
        return rangeStarts[range];
    }

    public long rangeSectors(int range) {
        return rangeLengths[range];
    }

    public boolean unmaps() {
        return unmaps;
    }

    /// Linux: REQ_HIPRI, called REQ_POLLED since 5.16. The submitter will poll for it.
    public boolean hipri() {
        return hipri;
    }

    /// Where its header is: for traces.
    public long headerAddr() {
        return areas.addr(tag);
    }

    public long statusAddr() {
        return areas.statusAddr(tag);
    }

    /// Why it ended with [Outcome#INVALID] or [Outcome#REMOVED]: one sentence; else empty. For the agent that queued it.
    public String fault() {
        return fault;
    }

    void refuse(String why) {
        fault = why;
    }

    /// From here until it ends the request is the driver's. `willBePolled`: nobody sleeps on it.
    void start(boolean willBePolled) {
        polled = willBePolled;
        signalDue = !willBePolled;
        ended = false;
        freeWanted = false;
        cacheTicket = 0;
        state.set(willBePolled ? IN_FLIGHT : IN_FLIGHT | WAKE);
    }

    /// It ends, exactly once. `held`: the device may touch its data until it is [#released()].
    void end(Outcome outcome, long usedLengthBytes, boolean held) {
        ended = true;
        long word = DONE | (held ? HELD : 0) | (long) outcome.ordinal() << OUTCOME_SHIFT
                | usedLengthBytes << LENGTH_SHIFT;
        long before = polled ? IN_FLIGHT : IN_FLIGHT | WAKE;
        while (!state.compareAndSet(before, word, Barrier.PUBLISH_COMPLETION)) {
            before = state.get();
        }
        if ((before & WAKE) != 0) {
            done.signal();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /// The device touches it no more, although it had ended before.
    void released() {
        state.setRelease(state.get() & ~HELD, Barrier.PUBLISH_COMPLETION);
    }

    void stamp(long ticket) {
        cacheTicket = ticket;
    }

    long cacheTicket() {
        return cacheTicket;
    }

    boolean isFreeWanted() {
        return freeWanted;
    }

    void wantFree() {
        freeWanted = true;
    }

    void enter(RequestList which, @Nullable Request before, @Nullable Request after) {
        if (list != null) {
            throw new IllegalStateException(this + " is queued twice");
        }
        list = which;
        previous = before;
        next = after;
    }

    void leave(RequestList which) {
        if (list != which) {
            throw new IllegalStateException(this + " is not in the list");
        }
        list = null;
        previous = null;
        next = null;
    }

    boolean isIn(RequestList which) {
        return list == which;
    }

    /// Whether the request has ended; unless it timed out, its data may be read.
    public boolean isDone() {
        return (state.getAcquire(Barrier.SEE_COMPLETION) & PHASE) == DONE;
    }

    /// Whether its data is the submitter's again: it has ended, and the device touches it no more.
    public boolean isReturned() {
        return (state.getAcquire(Barrier.SEE_COMPLETION) & (PHASE | HELD)) == DONE;
    }

    /// Whether it may be given back: it is not the driver's.
    boolean isIdle() {
        return (state.getAcquire(Barrier.SEE_COMPLETION) & PHASE) != IN_FLIGHT;
    }

    /// How it ended. Throws [IllegalStateException] before that.
    public Outcome outcome() {
        return Outcome.values()[(int) (doneState() >> OUTCOME_SHIFT & 0xFF)];
    }

    /// Bytes that the device says it wrote, status byte included where it says so.
    public long usedLengthBytes() {
        return doneState() >>> LENGTH_SHIFT;
    }

    /// Where the data of a ZONE_APPEND that ended well has been put. Throws [IllegalStateException] where there is no such sector.
    public long appendedSector() {
        if (type != BlkRequestType.ZONE_APPEND || outcome() != Outcome.OK) {
            throw new IllegalStateException(this + " has appended nothing");
        }
        return areas.appendSector(tag);
    }

    private long doneState() {
        long word = state.getAcquire(Barrier.SEE_COMPLETION);
        if ((word & PHASE) != DONE) {
            throw new IllegalStateException("request " + tag + " has not completed");
        }
        return word;
    }

    /// Sleeps until the request has ended. Who polled for it takes leave of its queue first. Throws [IllegalStateException] for a
    /// request that was not queued. For the agent that queued it.
    ///
    /// Takes the signal even where the request is done already: left behind, it would end a later wait early, and be another state to
    /// the checker.
    public void await() {
        while (true) {
            if (signalDue) {
                done.await();
            }
            long word = state.getAcquire(Barrier.SEE_COMPLETION);
            if ((word & PHASE) == DONE) {
                signalDue = false;
                return;
            }
            if ((word & PHASE) != IN_FLIGHT) {
                throw new IllegalStateException("request " + tag + " is not in flight");
            }
            signalDue |= state.compareAndSet(word, word | WAKE);
        }
    }

    @Override
    public void digest(Digest digest) {
        digest.add(tag).add(type.ordinal()).add(sector).add(hipri).add(polled).add(ended).add(freeWanted).add(unmaps)
                .add(cacheTicket);
        for (int i = 0; i < segmentCount; i++) {
            digest.add(segmentAddrs[i]).add(segmentLengths[i]);
        }
        digest.add(segmentCount);
        for (int i = 0; i < rangeCount; i++) {
            digest.add(rangeStarts[i]).add(rangeLengths[i]);
        }
    }

    @Override
    public String toString() {
        return (hipri ? "HIPRI " : "") + type + " tag " + tag;
    }
}
