package ringproof.check.search;

import java.util.SplittableRandom;
import ringproof.check.memory.State;
import ringproof.check.memory.Transitions;

/// Estimates how much of a search is done, as animals are counted: goes out at random and looks how many of the states met are marked, that
/// is, have been visited.
///
/// It would be exact if the states visited were drawn by lot. They are not, since the search goes depth first; reports/estimate.md says how
/// far off that is. Works with any number of workers, and for a search that was resumed.
final class Recapture {
    private static final int WALKS = 100;
    /// In all walks together.
    private static final int MAX_STEPS = 20_000;

    private final Search search;
    private final Simulation simulation;
    private final Transitions reduced;
    private final SplittableRandom random = new SplittableRandom(0);
    private final int[] possible = new int[State.MAX_TRANSITIONS];
    private int steps;
    private long met;
    private long marked;

    Recapture(Search search, Simulation simulation) {
        this.search = search;
        this.simulation = simulation;
        this.reduced = new Transitions(search.persistentSets());
    }

    /// Of the states to be visited, those that have been; 0 where none was met.
    double fraction() {
        try {
            for (int i = 0; i < WALKS && steps < MAX_STEPS; i++) {
                walk();
            }
        } finally {
            simulation.close();
        }
        return met == 0 ? 0 : (double) marked / met;
    }

    /// Along what the search explores.
    private void walk() {
        State state = simulation.first();
        Path path = null;
        int choices = choices(state);
        while (choices > 0 && steps++ < MAX_STEPS) {
            if (choices > 1) {
                met++;
                marked += search.isVisited(state.hash()) ? 1 : 0;
            }
            path = new Path(path, possible[random.nextInt(choices)]);
            simulation.step(state, path);
            choices = choices(state);
        }
    }

    private int choices(State state) {
        return state.failure() == null && state.beyondLimits() == null ? search.toExplore(state, reduced, possible) : 0;
    }
}
