package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// crosvm f95a1df7d2f4.
public final class UsedThenFlagCrosvm extends DroppedBarrier {
    public UsedThenFlagCrosvm() {
        super("crosvm f95a1df7d2f4", "2.7.7.2",
                "no fence between the used index and the look at flags or used_event",
                "split-flags/interrupt/none/L+L/q16i7", Barrier.NOTIFY_CHECK);
    }
}
