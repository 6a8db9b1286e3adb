package ringproof.corpus;

import ringproof.machine.Barrier;
import ringproof.suite.SeededBug;

/// A bug that is a missing barrier and nothing else.
public abstract class DroppedBarrier extends SeededBug {
    private final Barrier barrier;

    protected DroppedBarrier(String source, String clause, String mechanism, String where, Barrier barrier) {
        super(source, clause, mechanism, where);
        this.barrier = barrier;
    }

    @Override
    public final Barrier dropped() {
        return barrier;
    }
}
