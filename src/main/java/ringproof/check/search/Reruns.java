package ringproof.check.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.Failure;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.Sampling;
import ringproof.check.agent.Execution;
import ringproof.check.agent.LocalStates;

/// Runs the real code again along what a search has computed without it.
public final class Reruns {
    /// Random runs of code that the search cannot be used for.
    private static final int ANYWAY_RUNS = 2000;

    private final Program program;
    private final Configuration configuration;

    Reruns(Program program, Configuration configuration) {
        this.program = program;
        this.configuration = configuration;
    }

    /// What goes wrong must go wrong when the code itself is run; else throws [NotDeterministic].
    void confirm(Failure what, @Nullable Path path, int round) {
        Execution execution = new Execution(program, configuration, null, false);
        try {
            Failure again = execution.follow(Path.transitions(path), round);
            if (!what.equals(again)) {
                throw new NotDeterministic("what was computed, \"" + what
                        + "\", does not happen when the code is run again: "
                        + (again == null ? "nothing goes wrong" : again) + LocalStates.RULES);
            }
        } finally {
            execution.close();
        }
    }

    /// Runs the code along some of the paths explored, and returns how many. It must come to the states that were computed, else throws
    /// [NotDeterministic].
    int compare(List<Explored.Sample> samples, LocalStates known) {
        int count = 0;
        for (Explored.Sample sample : samples) {
            Execution execution = new Execution(program, configuration, known, false);
            try {
                execution.follow(Path.transitions(sample.path()), -1);
                if (execution.state().hash() != sample.name()) {
                    throw new NotDeterministic(
                            "the code does not come to the state that was computed when it is run again"
                                    + LocalStates.RULES);
                }
                count++;
            } finally {
                execution.close();
            }
        }
        return count;
    }

    /// Until something goes wrong.
    Sampling atRandom() {
        return Sampler.run(program, configuration, Sampling.Strategy.UNIFORM, 0, ANYWAY_RUNS);
    }
}
