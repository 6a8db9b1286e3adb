package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// DPDK 3eb50f0c7979.
public final class PackedFieldsBeforeFlags extends DroppedBarrier {
    public PackedFieldsBeforeFlags() {
        super("DPDK 3eb50f0c7979", "2.8.22",
                "the driver reads the fields of a used descriptor before its flags",
                "packed-event/interrupt/none/LL/q16i7", Barrier.SEE_USED);
    }
}
