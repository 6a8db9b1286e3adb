package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// ACRN 6f482b885630.
public final class UsedThenNotify extends DroppedBarrier {
    public UsedThenNotify() {
        super("ACRN 6f482b885630", "2.7.7.2",
                "no barrier before the front end is notified",
                "split-flags/toggle-keep-irq/leaves/HL/q16i7", Barrier.NOTIFY_CHECK);
    }
}
