package ringproof.driver;

import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// One block request and its place in a hardware queue. Made once per tag and used again. Linux: struct request with virtblk_req.
///
/// The submitter owns it until it is queued and again when [#isDone()]; in between it belongs to the driver.
/// [#isDone()] and [#status()] are thread-safe.
public final class Request implements Digestible {
    /// Values of `state`: the low byte; a status and a length stand above DONE.
    private static final int PHASE = 3;
    private static final int IN_FLIGHT = 1;
    private static final int DONE = 2;
    /// Beside IN_FLIGHT: somebody sleeps or will. Set from the start unless the request is polled for.
    private static final int WAKE = 4;
    private static final int STATUS_SHIFT = 8;
    private static final int LENGTH_SHIFT = 16;

    private final int tag;
    private final long headerAddr;
    private final long statusAddr;
    private final Cell state;
    private final Event done;

    private BlkRequestType type = BlkRequestType.FLUSH;
    private long sector;
    private long dataAddr;
    private int dataBytes;
    private boolean hipri;
    private boolean polled;
    /// Whether completion signals `done` whoever waits, and nobody has taken that signal.
    private boolean signalDue;

    Request(Machine machine, String name, int tag, long headerAddr, long statusAddr) {
        this.tag = tag;
        this.headerAddr = headerAddr;
        this.statusAddr = statusAddr;
        this.state = machine.newCell(name + ".state");
        this.done = machine.newEvent(name + ".done");
    }

    /// Says what is to be done: `dataBytes` at guest address `dataAddr`, from `sector` (of 512 bytes) on. FLUSH has no data.
    public Request prepare(BlkRequestType what, long fromSector, long atAddr, int bytes, boolean highPriority) {
        type = what;
        sector = fromSector;
        dataAddr = atAddr;
        dataBytes = bytes;
        hipri = highPriority;
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

    public long dataAddr() {
        return dataAddr;
    }

    public int dataBytes() {
        return dataBytes;
    }

    /// Linux: REQ_HIPRI, called REQ_POLLED since 5.16. The submitter will poll for it.
    public boolean hipri() {
        return hipri;
    }

    /// Where its header is: for traces.
    public long headerAddr() {
        return headerAddr;
    }

    public long statusAddr() {
        return statusAddr;
    }

    /// From here until completion the request is the driver's. `willBePolled`: nobody sleeps on it.
    void start(boolean willBePolled) {
        polled = willBePolled;
        signalDue = !willBePolled;
        state.set(willBePolled ? IN_FLIGHT : IN_FLIGHT | WAKE);
    }

    /// Under the queue's lock.
    void complete(BlkStatus status, long usedLengthBytes) {
        long ended = DONE | (long) status.ordinal() << STATUS_SHIFT | usedLengthBytes << LENGTH_SHIFT;
        long before = polled ? IN_FLIGHT : IN_FLIGHT | WAKE;
        while (!state.compareAndSet(before, ended, Barrier.PUBLISH_COMPLETION)) {
            before = state.get();
        }
        if ((before & WAKE) != 0) {
            done.signal();
        }
    }

    /// Whether the request has completed; if so its data may be read.
    public boolean isDone() {
        return (state.getAcquire(Barrier.SEE_COMPLETION) & PHASE) == DONE;
    }

    /// How it ended. Throws [IllegalStateException] before that.
    public BlkStatus status() {
        return BlkStatus.values()[(int) (doneState() >> STATUS_SHIFT & 0xFF)];
    }

    /// Bytes that the device says it wrote, status byte included where it says so.
    public long usedLengthBytes() {
        return doneState() >>> LENGTH_SHIFT;
    }

    private long doneState() {
        long word = state.getAcquire(Barrier.SEE_COMPLETION);
        if ((word & PHASE) != DONE) {
            throw new IllegalStateException("request " + tag + " has not completed");
        }
        return word;
    }

    /// Sleeps until the request has completed. Who polled for it takes leave of its queue first. Throws [IllegalStateException] for a
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
        digest.add(tag).add(type.ordinal()).add(sector).add(dataAddr).add(dataBytes).add(hipri).add(polled);
    }

    @Override
    public String toString() {
        return (hipri ? "HIPRI " : "") + type + " tag " + tag;
    }
}
