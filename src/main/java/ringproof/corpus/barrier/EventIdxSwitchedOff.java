package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// crosvm 4a401cce0cf3.
public final class EventIdxSwitchedOff extends DroppedBarrier {
    public EventIdxSwitchedOff() {
        super("crosvm 4a401cce0cf3", "2.7.7.2",
                "with EVENT_IDX tasks hang; the feature was switched off, and the missing fence found later",
                "split-event2021/interrupt/none/LL/q16i7", Barrier.NOTIFY_CHECK);
    }
}
