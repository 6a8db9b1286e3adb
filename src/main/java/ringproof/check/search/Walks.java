package ringproof.check.search;

import java.util.SplittableRandom;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Random walks: each transition with equal probability, reduced in no way. Deterministic for a seed.
public final class Walks {
    private static final int MAX_DEPTH = 2_000;

    private final SplittableRandom random = new SplittableRandom(0);
    private final int[] possible = new int[State.MAX_TRANSITIONS];
    private final int maxDepth;

    Walks(int maxDepth) {
        this.maxDepth = Math.min(maxDepth, MAX_DEPTH);
    }

    /// Some walks, only to see what the agents do: what goes wrong in them, a search finds again.
    void learn(Simulation simulation, int count) {
        for (int i = 0; i < count; i++) {
            State state = simulation.first();
            Path path = null;
            int choices = state.failure() == null ? Transitions.possible(state, possible) : 0;
            while (choices > 0 && Path.length(path) < maxDepth && state.beyondLimits() == null) {
                path = new Path(path, possible[random.nextInt(choices)]);
                simulation.step(state, path);
                choices = state.failure() == null ? Transitions.possible(state, possible) : 0;
            }
        }
    }
}
