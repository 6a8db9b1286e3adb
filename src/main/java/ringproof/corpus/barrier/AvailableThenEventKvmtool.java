package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// kvmtool 66ba0baea874.
public final class AvailableThenEventKvmtool extends DroppedBarrier {
    public AvailableThenEventKvmtool() {
        super("kvmtool 66ba0baea874", "2.7.10",
                "the device moves avail_event and looks at the available index too early",
                "split-eventnow/interrupt/none/L+L/q16i7", Barrier.AVAILABLE_RECHECK);
    }
}
