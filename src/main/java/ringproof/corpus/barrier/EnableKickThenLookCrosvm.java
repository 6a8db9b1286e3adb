package ringproof.corpus.barrier;

import ringproof.corpus.DroppedBarrier;
import ringproof.machine.Barrier;

/// crosvm b9917a22a35e.
public final class EnableKickThenLookCrosvm extends DroppedBarrier {
    public EnableKickThenLookCrosvm() {
        super("crosvm b9917a22a35e", "2.7.10",
                "acquire and release fences where the device needs sequentially consistent ones",
                "split-flags/interrupt/none/LL/q16i7", Barrier.AVAILABLE_RECHECK);
    }
}
