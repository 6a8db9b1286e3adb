package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.driver.policy.Policy;

/// What is known to be wrong with the policies of the thread of 2021, so that a campaign can say what it expects.
public final class KnownDefects {
    private KnownDefects() {
    }

    /// Why a scenario must be refuted, in one sentence; null where it must be proved.
    public static @Nullable String of(Scenario scenario) {
        return switch (scenario.poller()) {
            case NONE, STAYS -> null;
            case LEAVES -> whenThePollerLeaves(scenario);
            case YIELDS -> whenThePollerSleeps(scenario);
        };
    }

    private static @Nullable String whenThePollerSleeps(Scenario scenario) {
        if (scenario.hipriCount() == 0) {
            return null;
        }
        // The notification that the device still sends is for the first buffer used on the queue.
        boolean onlyFirstIsHipri = scenario.policy() == Policy.POLL_QUEUES
                || (scenario.jobs().size() == 1 && scenario.jobs().getFirst().startsWith("H"));
        if (notifiesOnceMore(scenario) && onlyFirstIsHipri) {
            return null;
        }
        String untold = "notifications stay off while the poller sleeps: nobody has told the driver that it does not poll";
        return switch (scenario.policy()) {
            case TOGGLE_V1, POLL_QUEUES -> untold;
            // The device works in order: while others come after it, a HIPRI request completes with them.
            case TOGGLE_KEEP_IRQ, TOGGLE_KEEP_IRQ_IGNORE ->
                scenario.canSubmitHipriLast() ? untold : whenThePollerLeaves(scenario);
            case INTERRUPT, NO_SUPPRESSION, TOGGLE, AUTO -> null;
        };
    }

    private static @Nullable String whenThePollerLeaves(Scenario scenario) {
        if (!scenario.mixesPriorities() || notifiesOnceMore(scenario)) {
            return null;
        }
        return switch (scenario.policy()) {
            case TOGGLE_V1 ->
                "notifications are off while a HIPRI request is in flight; when its poller goes away nobody finds the other"
                        + " requests";
            case TOGGLE_KEEP_IRQ_IGNORE ->
                !scenario.ring().hasEventIdx() || !scenario.canSubmitLopriAfterHipri() ? null
                        : "a buffer is used while callbacks are off; enabling them reports it, submission ignores that, and with"
                                + " EVENT_IDX the notification just asked for never comes";
            case INTERRUPT, NO_SUPPRESSION, TOGGLE_KEEP_IRQ, TOGGLE, POLL_QUEUES, AUTO -> null;
        };
    }

    /// Where the device is not told that callbacks are off, it still notifies once; the first HIPRI request uses that up.
    private static boolean notifiesOnceMore(Scenario scenario) {
        return scenario.ring() == RingProfile.SPLIT_EVENT_2021 && scenario.hipriCount() < 2;
    }
}
