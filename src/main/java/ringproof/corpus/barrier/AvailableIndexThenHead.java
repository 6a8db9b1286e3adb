package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// Linux vhost df9ace7647d4, 22e1992cf7b0.
public final class AvailableIndexThenHead extends DroppedBarrier {
    public AvailableIndexThenHead() {
        super("Linux vhost df9ace7647d4, 22e1992cf7b0", "2.7.13",
                "no read barrier behind the available index: \"id is not a head\"",
                "split-eventnow/interrupt/none/L+L/q16i7", Barrier.SEE_AVAILABLE);
    }
}
