package ringproof.check.agent;

import org.jspecify.annotations.Nullable;
import ringproof.check.memory.LocalState;
import ringproof.check.memory.Op;
import ringproof.check.memory.WatchList;
import ringproof.machine.Digest;

/// An agent whose real code is being run: where it stands and what it has observed.
public final class RunningAgent {
    private static final long SEED = 0x2545F4914F6CDD1DL;

    final int index;
    final Coroutine coroutine;
    final WatchList watch = new WatchList();
    /// The locks that it holds, by number.
    int heldLocks;
    /// All that it has observed since it started or last passed a checkpoint.
    long digest = SEED;
    @Nullable
    LocalState before;
    long answer;

    RunningAgent(int index, Coroutine coroutine) {
        this.index = index;
        this.coroutine = coroutine;
    }

    /// Its request was answered.
    void answered(LocalState here, long with) {
        before = here;
        answer = with;
        digest = Digest.mix(digest, with + 1);
        Op op = here.op;
        switch (op.kind()) {
            case LOAD, COMPARE_AND_SET, ADD -> watch.add(op.addr(), op.bytes(), with);
            case RELAX -> watch.clear();
            case LOCK -> heldLocks |= 1 << op.number();
            default -> {
                // Tells the agent nothing that changes by itself.
            }
        }
    }
}
