package ringproof.check;

import java.util.SplittableRandom;

/// Takes each transition with equal probability. Deterministic for a seed.
final class Uniform implements Strategy {
    private final SplittableRandom random;
    private final int maxDepth;
    private final int[] possible = new int[Execution.MAX_TRANSITIONS];
    private int depth;

    Uniform(long seed, int maxDepth) {
        this.random = new SplittableRandom(seed);
        this.maxDepth = maxDepth;
    }

    void startAgain() {
        depth = 0;
    }

    @Override
    public int next(Execution execution) {
        execution.setExploring();
        int count = execution.transitions(possible);
        if (count == 0) {
            execution.quiesce();
            return Execution.STOP;
        }
        if (depth == maxDepth) {
            return Execution.STOP;
        }
        depth++;
        return possible[random.nextInt(count)];
    }
}
