package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.driver.Policy;

/// What is known to be wrong with the policies of the thread of 2021, so that a campaign can say what it expects.
public final class KnownDefects {
    private KnownDefects() {
    }

    /// Why a scenario must be refuted, in one sentence; null where it must be proved.
    public static @Nullable String of(Scenario scenario) {
        if (scenario.poller() != Scenario.Poller.LEAVES || !scenario.mixesPriorities()) {
            return null;
        }
        // Where the device is not told that callbacks are off, it still notifies once; the first HIPRI request uses that up.
        boolean notifiesOnceMore = scenario.ring() == RingProfile.SPLIT_EVENT_2021 && scenario.hipriCount() < 2;
        if (scenario.policy() == Policy.TOGGLE_V1 && !notifiesOnceMore) {
            return "notifications are off while a HIPRI request is in flight; when its poller goes away nobody finds the other requests";
        }
        if (scenario.policy() == Policy.TOGGLE_KEEP_IRQ_IGNORE && scenario.ring() != RingProfile.SPLIT_FLAGS
                && !notifiesOnceMore
                && scenario.canSubmitLopriAfterHipri()) {
            return "a buffer is used while callbacks are off; enabling them reports it, submission ignores that, and with EVENT_IDX the"
                    + " notification just asked for never comes";
        }
        return null;
    }
}
