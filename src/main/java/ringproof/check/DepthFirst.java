package ringproof.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// Explores every reachable state of a program once: depth first, by running it again for each branch.
///
/// The path in hand is a stack of transitions, each with those that were possible beside it and are still to be tried.
final class DepthFirst implements Strategy {
    private static final long CLOCK_EVERY = 64;
    private static final int LEARNING_EXECUTIONS = 200;

    private final Budget budget;
    private VisitedSet visited = new VisitedSet();
    private final int[] possible = new int[Execution.MAX_TRANSITIONS];
    private int[] path = new int[256];
    /// Where the untried transitions beside each step of the path end in `untried`; they begin where the previous step's end.
    private int[] untriedEnd = new int[256];
    private int[] untried = new int[1024];
    private int depth;
    /// Steps of the path that are only repeated; the last of them is the new branch.
    private int prefix;
    private final Sharing sharing = new Sharing();

    private long finals;
    private long executions;
    private int maxDepth;
    private boolean restarted;
    private @Nullable String exhausted;

    DepthFirst(Budget budget) {
        this.budget = budget;
    }

    Verdict search(Program program, Configuration configuration) {
        long start = System.nanoTime();
        boolean learning = configuration.reductions().contains(Reduction.PERSISTENT_SETS);
        Execution execution = new Execution(program, configuration, this, null, configuration.reductions(),
                learning ? sharing : null);
        if (learning) {
            learn(program, configuration);
        }
        Failure failure;
        do {
            depth = 0;
            failure = execution.run();
            executions++;
            if (failure == null && sharing.isBroken()) {
                startAgain();
            }
            if (executions % CLOCK_EVERY == 0 && System.nanoTime() - start > budget.time().toNanos()) {
                exhausted = "the time budget of " + budget.time().toMillis() / 1000.0 + " s is used up";
            }
        } while (failure == null && exhausted == null && (takeRestart() || backtrack()));
        Stats stats = new Stats(visited.size(), finals, execution.stepCount(), executions, maxDepth,
                Duration.ofNanos(System.nanoTime() - start));
        if (failure != null) {
            return new Verdict.Refuted(failure, Schedule.of(path, depth), stats);
        }
        return exhausted == null ? new Verdict.Proved(stats) : new Verdict.Inconclusive(exhausted, stats);
    }

    /// Some random executions, only to see who accesses what: fewer restarts later. What they find, the search finds again.
    private void learn(Program program, Configuration configuration) {
        Uniform random = new Uniform(0, budget.depth());
        Execution execution = new Execution(program, configuration, random, null, EnumSet.noneOf(Reduction.class),
                sharing);
        for (int i = 0; i < LEARNING_EXECUTIONS; i++) {
            random.startAgain();
            execution.run();
        }
        sharing.startAgain();
    }

    /// A word that was taken for private is not: nothing explored so far counts.
    private void startAgain() {
        sharing.startAgain();
        visited = new VisitedSet();
        depth = 0;
        prefix = 0;
        finals = 0;
        maxDepth = 0;
        restarted = true;
    }

    @Override
    public int next(Execution execution) {
        if (depth < prefix) {
            if (depth == prefix - 1) {
                execution.setExploring();
            }
            return path[depth++];
        }
        execution.setExploring();
        if (sharing.isBroken()) {
            return Execution.STOP;
        }
        int count = execution.transitions(possible);
        if (count == 0) {
            finals++;
            execution.quiesce();
            return Execution.STOP;
        }
        if (count > 1 && !visited.add(execution.stateHash())) {
            return Execution.STOP;
        }
        if (visited.size() > budget.states()) {
            exhausted = "the budget of " + budget.states() + " states is used up";
            return Execution.STOP;
        }
        if (depth == budget.depth()) {
            exhausted = "an execution is longer than " + budget.depth() + " steps: an agent may run for ever";
            return Execution.STOP;
        }
        push(count);
        return possible[0];
    }

    private boolean takeRestart() {
        boolean again = restarted;
        restarted = false;
        return again;
    }

    private void push(int count) {
        int end = depth == 0 ? 0 : untriedEnd[depth - 1];
        if (depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
            untriedEnd = Arrays.copyOf(untriedEnd, 2 * depth);
        }
        if (end + count > untried.length) {
            untried = Arrays.copyOf(untried, 2 * (end + count));
        }
        // Last first, because they are taken from the end.
        for (int i = count - 1; i > 0; i--) {
            untried[end++] = possible[i];
        }
        path[depth] = possible[0];
        untriedEnd[depth] = end;
        depth++;
        maxDepth = Math.max(maxDepth, depth);
    }

    /// Turns the path into the next branch to be explored; false when there is none.
    private boolean backtrack() {
        while (depth > 0) {
            int begin = depth == 1 ? 0 : untriedEnd[depth - 2];
            if (untriedEnd[depth - 1] > begin) {
                path[depth - 1] = untried[--untriedEnd[depth - 1]];
                prefix = depth;
                return true;
            }
            depth--;
        }
        return false;
    }
}
