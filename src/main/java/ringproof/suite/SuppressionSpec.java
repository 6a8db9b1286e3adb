package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.Ghost;
import ringproof.check.World;
import ringproof.driver.Request;
import ringproof.driver.policy.HctxType;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;

/// The second family: whenever nobody is inside the driver, the suppression words in guest memory are what the policy says for the
/// requests in flight.
///
/// Spec 2.7.7, 2.8.10. Counts requests on its own, at the ring, and reads the words as the device would: see [SuppressionWords].
///
/// - on: the next used buffer notifies. With flags the word says so; with EVENT_IDX it names the place where that buffer will be taken.
/// - off: with flags the word says so. With EVENT_IDX it says so, or on the split ring names index 0, far away, as long as the handler has
///   never run; after that whatever has passed is as far, and with the disabling of 2021 no word expresses "off", so nothing is demanded.
final class SuppressionSpec {
    private enum Wanted {
        ON, OFF, EITHER
    }

    private final Scenario scenario;
    private final HctxType type;
    private final SuppressionWords words;
    private final World world;
    private final String lock;
    private final Ghost hipriCount;
    private final Ghost lopriCount;
    private final Ghost placesTaken;
    private final Ghost interrupts;
    private final Ghost broken;
    /// How many are announced; the numbers differ while one is announcing itself or taking leave.
    private final Ghost pollersAtLeast;
    private final Ghost pollersAtMost;
    /// By tag, of non-HIPRI requests: the driver has it, surely keeps it if it is not in the ring, and it is or was in the ring. While the
    /// driver keeps one because the ring is full, somebody must be told when there is room, so it counts as in flight.
    private final Ghost[] submitted;
    private final Ghost[] kept;
    private final Ghost[] added;

    SuppressionSpec(Scenario scenario, HctxType type, SuppressionWords words, World world, String lock) {
        this.scenario = scenario;
        this.type = type;
        this.words = words;
        this.world = world;
        this.lock = lock;
        String where = type == HctxType.POLL ? " on the poll queue" : "";
        this.hipriCount = world.ghost("HIPRI requests in flight" + where);
        this.lopriCount = world.ghost("other requests in flight" + where);
        this.placesTaken = world.ghost("places of the ring taken back" + where);
        this.interrupts = world.ghost("interrupts" + where);
        this.broken = world.ghost("the driver's queue is broken" + where);
        this.pollersAtLeast = world.ghost("pollers, at least" + where);
        this.pollersAtMost = world.ghost("pollers, at most" + where);
        this.submitted = ghosts("submitted" + where);
        this.kept = ghosts("kept" + where);
        this.added = ghosts("added" + where);
    }

    private Ghost[] ghosts(String name) {
        Ghost[] ghosts = new Ghost[scenario.requestCount()];
        for (int tag = 0; tag < ghosts.length; tag++) {
            ghosts[tag] = world.ghost(name + ": request " + tag);
        }
        return ghosts;
    }

    /// Counts what goes into the ring and what comes out.
    DriverQueue<Request> watch(DriverQueue<Request> queue) {
        return new WatchedQueue(queue, this);
    }

    /// A job is about to submit.
    void submits(Request request) {
        if (!request.hipri()) {
            submitted[request.tag()].set(1);
        }
    }

    /// The driver has told the job that the ring is full.
    void isKept(Request request) {
        if (!request.hipri()) {
            kept[request.tag()].set(1);
        }
    }

    void added(Request request) {
        added[request.tag()].set(1);
        count(request, 1);
    }

    void taken(Request request) {
        placesTaken.add(words.places(scenario.ring().isIndirect() ? 1 : pieces(request)));
        count(request, -1);
    }

    private static int pieces(Request request) {
        return Scenario.REQUEST_PIECES - (request.dataBytes() == 0 ? 1 : 0);
    }

    void broke() {
        broken.set(1);
    }

    /// The handler is about to run.
    void interrupted() {
        interrupts.set(1);
    }

    void pollMayBegin() {
        pollersAtMost.add(1);
    }

    void pollHasBegun() {
        pollersAtLeast.add(1);
    }

    void pollMayEnd() {
        pollersAtLeast.add(-1);
    }

    void pollHasEnded() {
        pollersAtMost.add(-1);
    }

    private void count(Request request, int by) {
        (request.hipri() ? hipriCount : lopriCount).add(by);
    }

    /// What is wrong now, or null.
    @Nullable
    String violation() {
        if (broken.get() != 0 || world.isHeld(lock)) {
            return null;
        }
        return switch (wanted()) {
            case ON -> isOn() ? null : "notifications are suppressed with " + inFlight();
            case OFF -> mayBeOff() ? null : "notifications are not suppressed with " + inFlight();
            case EITHER -> null;
        };
    }

    /// At the end: whether a word was written that was not negotiated, or null.
    @Nullable
    String trespass() {
        return words.isWithinFeatures(world.machine().memory()) ? null
                : "an event word was written although EVENT_IDX was not negotiated";
    }

    private boolean isOn() {
        return words.isOn(world.machine().memory(), scenario.ring()
                .position(scenario.startIdx() + (int) placesTaken.get(), scenario.queueSize()));
    }

    /// As far as the words tell.
    private boolean mayBeOff() {
        boolean untold = scenario.ring().hasEventIdx()
                && (scenario.ring().disableStyle() == DisableCallback.SILENT || interrupts.get() != 0);
        return untold || words.isOff(world.machine().memory());
    }

    /// Whether one that `known` says so of is not in the ring and was not.
    private boolean waits(Ghost[] known) {
        for (int tag = 0; tag < known.length; tag++) {
            if (known[tag].get() != 0 && added[tag].get() == 0) {
                return true;
            }
        }
        return false;
    }

    private Wanted wanted() {
        boolean hipri = hipriCount.get() > 0;
        boolean lopri = lopriCount.get() > 0;
        boolean others = lopri || waits(kept);
        boolean onlyHipri = hipri && !lopri && !waits(submitted);
        return switch (scenario.policy()) {
            case INTERRUPT, NO_SUPPRESSION -> Wanted.ON;
            case TOGGLE_V1 -> hipri ? Wanted.OFF : lopri ? Wanted.ON : Wanted.EITHER;
            case TOGGLE_KEEP_IRQ_IGNORE, TOGGLE_KEEP_IRQ -> others ? Wanted.ON : onlyHipri ? Wanted.OFF : Wanted.EITHER;
            case TOGGLE -> others || (hipri && pollersAtMost.get() == 0) ? Wanted.ON
                    : onlyHipri && pollersAtLeast.get() > 0 ? Wanted.OFF : Wanted.EITHER;
            case POLL_QUEUES -> type != HctxType.POLL ? Wanted.ON : hipri ? Wanted.OFF : Wanted.EITHER;
            case AUTO -> throw new IllegalStateException("AUTO is no scenario's policy");
        };
    }

    private String inFlight() {
        return hipriCount.get() + " HIPRI and " + lopriCount.get() + " other requests in flight";
    }
}
