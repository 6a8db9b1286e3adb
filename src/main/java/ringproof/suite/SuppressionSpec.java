package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.Ghost;
import ringproof.check.World;
import ringproof.driver.Request;
import ringproof.machine.GuestMemory;
import ringproof.queue.DriverQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.wire.Feature;
import ringproof.wire.SplitLayout;

/// The second family: whenever nobody is inside the driver, the suppression words in guest memory are what the policy says for the
/// requests in flight.
///
/// Spec 2.7.7. Counts requests on its own, at the ring, and reads the words as the device would.
///
/// - on: the next used buffer notifies. With flags the bit is clear; with EVENT_IDX `used_event` is the next index to be taken.
/// - off: with flags the bit is set. With EVENT_IDX "off" is advice that no word expresses exactly, so nothing is demanded.
final class SuppressionSpec {
    private enum Wanted {
        ON, OFF, EITHER
    }

    private final Scenario scenario;
    private final QueueLayout layout;
    private final World world;
    private final Ghost hipriCount;
    private final Ghost lopriCount;
    private final Ghost takenCount;
    private final Ghost broken;
    /// By tag: a non-HIPRI request that found the ring full. Somebody must be told when there is room, so it counts as in flight.
    private final Ghost[] turnedAway;

    SuppressionSpec(Scenario scenario, QueueLayout layout, World world) {
        this.scenario = scenario;
        this.layout = layout;
        this.world = world;
        this.hipriCount = world.ghost("HIPRI requests in flight");
        this.lopriCount = world.ghost("other requests in flight");
        this.takenCount = world.ghost("requests taken back");
        this.broken = world.ghost("the driver's queue is broken");
        this.turnedAway = new Ghost[scenario.requestCount()];
        for (int tag = 0; tag < turnedAway.length; tag++) {
            turnedAway[tag] = world.ghost("turned away: request " + tag);
        }
    }

    /// Counts what goes into the ring and what comes out.
    DriverQueue<Request> watch(DriverQueue<Request> queue) {
        return new WatchedQueue(queue, this);
    }

    /// What became of an attempt to add.
    void added(Request request, DriverQueue.Added result) {
        if (result == DriverQueue.Added.YES) {
            turnedAway[request.tag()].set(0);
            count(request, 1);
        } else if (result == DriverQueue.Added.FULL && !request.hipri()) {
            turnedAway[request.tag()].set(1);
        }
    }

    void taken(Request request) {
        takenCount.add(1);
        count(request, -1);
    }

    void broke() {
        broken.set(1);
    }

    private void count(Request request, int by) {
        (request.hipri() ? hipriCount : lopriCount).add(by);
    }

    /// What is wrong now, or null.
    @Nullable
    String violation() {
        if (broken.get() != 0 || world.isHeld(RingProgram.LOCK)) {
            return null;
        }
        GuestMemory memory = world.machine().memory();
        boolean eventIdx = scenario.ring().features().has(Feature.EVENT_IDX);
        boolean noInterrupt = (memory.get16(layout.driverArea() + SplitLayout.AVAIL_FLAGS)
                & SplitLayout.AVAIL_F_NO_INTERRUPT) != 0;
        int usedEvent = memory.get16(layout.driverArea() + SplitLayout.usedEventOffset(layout.size()));
        return switch (wanted()) {
            case ON -> noInterrupt || (eventIdx && usedEvent != nextIdx())
                    ? "notifications are suppressed with " + inFlight() : null;
            case OFF -> !eventIdx && !noInterrupt ? "notifications are not suppressed with " + inFlight() : null;
            case EITHER -> null;
        };
    }

    private int nextIdx() {
        return EventIdx.advance(scenario.startIdx(), (int) takenCount.get());
    }

    private boolean someTurnedAway() {
        for (Ghost one : turnedAway) {
            if (one.get() != 0) {
                return true;
            }
        }
        return false;
    }

    private Wanted wanted() {
        boolean hipri = hipriCount.get() > 0;
        boolean lopri = lopriCount.get() > 0;
        return switch (scenario.policy()) {
            case INTERRUPT, NO_SUPPRESSION -> Wanted.ON;
            case TOGGLE_V1 -> hipri ? Wanted.OFF : lopri ? Wanted.ON : Wanted.EITHER;
            case TOGGLE_KEEP_IRQ_IGNORE, TOGGLE_KEEP_IRQ -> lopri || someTurnedAway() ? Wanted.ON
                    : hipri ? Wanted.OFF : Wanted.EITHER;
        };
    }

    private String inFlight() {
        return hipriCount.get() + " HIPRI and " + lopriCount.get() + " other requests in flight";
    }
}
