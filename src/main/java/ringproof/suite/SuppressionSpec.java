package ringproof.suite;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private @Nullable DriverQueue<Request> watched;
    private int hipriCount;
    private int lopriCount;
    private int nextIdx;
    /// Non-HIPRI requests that found the ring full: somebody must be told when there is room, so they count as in flight.
    private final Set<Request> turnedAway = new HashSet<>();

    SuppressionSpec(Scenario scenario, QueueLayout layout) {
        this.scenario = scenario;
        this.layout = layout;
        this.nextIdx = scenario.startIdx();
    }

    /// Counts what goes into the ring and what comes out.
    DriverQueue<Request> watch(DriverQueue<Request> queue) {
        watched = queue;
        return new WatchedQueue(queue, this);
    }

    /// What became of an attempt to add.
    void added(Request request, DriverQueue.Added result) {
        if (result == DriverQueue.Added.YES) {
            turnedAway.remove(request);
            count(request, 1);
        } else if (result == DriverQueue.Added.FULL && !request.hipri()) {
            turnedAway.add(request);
        }
    }

    void taken(Request request) {
        nextIdx = EventIdx.advance(nextIdx, 1);
        count(request, -1);
    }

    private void count(Request request, int by) {
        if (request.hipri()) {
            hipriCount += by;
        } else {
            lopriCount += by;
        }
    }

    /// What is wrong now, or null.
    @Nullable
    String violation(World world) {
        boolean broken = watched != null && watched.breakage() != null;
        if (broken || world.isHeld(RingProgram.LOCK)) {
            return null;
        }
        GuestMemory memory = world.machine().memory();
        boolean eventIdx = scenario.ring().features().has(Feature.EVENT_IDX);
        boolean noInterrupt = (memory.get16(layout.driverArea() + SplitLayout.AVAIL_FLAGS)
                & SplitLayout.AVAIL_F_NO_INTERRUPT) != 0;
        int usedEvent = memory.get16(layout.driverArea() + SplitLayout.usedEventOffset(layout.size()));
        return switch (wanted()) {
            case ON -> noInterrupt || (eventIdx && usedEvent != nextIdx)
                    ? "notifications are suppressed with " + inFlight() : null;
            case OFF -> !eventIdx && !noInterrupt ? "notifications are not suppressed with " + inFlight() : null;
            case EITHER -> null;
        };
    }

    private Wanted wanted() {
        return switch (scenario.policy()) {
            case INTERRUPT, NO_SUPPRESSION -> Wanted.ON;
            case TOGGLE_V1 -> hipriCount > 0 ? Wanted.OFF : lopriCount > 0 ? Wanted.ON : Wanted.EITHER;
            case TOGGLE_KEEP_IRQ_IGNORE, TOGGLE_KEEP_IRQ -> lopriCount > 0 || !turnedAway.isEmpty() ? Wanted.ON
                    : hipriCount > 0 ? Wanted.OFF : Wanted.EITHER;
        };
    }

    private String inFlight() {
        return hipriCount + " HIPRI and " + lopriCount + " other requests in flight";
    }
}
