package ringproof.check;

import ringproof.check.agent.OwnThread;
import ringproof.check.search.RisingBound;
import ringproof.check.search.Sampler;
import ringproof.check.search.Search;

/// The front door of the engine: takes a program through every schedule.
public final class Explorer {
    private Explorer() {
    }

    /// Explores every state of the program that the memory model allows, within the budget. Thread-safe.
    public static Verdict exhaust(Program program, Configuration configuration, Budget budget) {
        return OwnThread.call(() -> new Search(program, configuration, budget, null).run());
    }

    /// The same, for a long exploration: tells how far it has come, saves itself and goes on from what was saved. Throws
    /// [java.io.UncheckedIOException] for a checkpoint that cannot be read or written, [IllegalStateException] for one of other code.
    public static Verdict exhaust(Program program, Configuration configuration, Budget budget, Monitor monitor) {
        return OwnThread.call(() -> new Search(program, configuration, budget, monitor).run());
    }

    /// Explores executions in the order of how often they preempt an agent that could go on, up to `maxPreemptions` or the end of the
    /// budget. A finding has the fewest preemptions that it can have. Thread-safe.
    public static Verdict bounded(Program program, Configuration configuration, int maxPreemptions, Budget budget) {
        return OwnThread.call(() -> RisingBound.search(program, configuration, maxPreemptions, budget));
    }

    /// A finding of the same kind that has the fewest preemptions, and among those few steps, if one is found within the budget; else the
    /// finding itself. A livelock stays as it is.
    public static Verdict.Refuted shrink(Program program, Configuration configuration, Verdict.Refuted found,
            Budget budget) {
        if (found.failure().kind() == Failure.Kind.LIVELOCK) {
            return found;
        }
        Verdict smaller;
        try {
            smaller = bounded(program, configuration, Integer.MAX_VALUE, budget);
        } catch (NotDeterministic unsearchable) {
            // It was found by running the code at random.
            return found;
        }
        return smaller instanceof Verdict.Refuted refuted && refuted.failure().kind() == found.failure().kind()
                ? new Verdict.Refuted(refuted.failure(), refuted.schedule(), found.stats()) : found;
    }

    /// Runs the real code along random schedules until something goes wrong, at most `executions` times: what testing alone would find.
    /// Thread-safe.
    public static Sampling sample(Program program, Configuration configuration, Sampling.Strategy strategy, long seed,
            int executions) {
        return OwnThread.call(() -> Sampler.run(program, configuration, strategy, seed, executions));
    }

    /// Runs the real code once along the schedule that `scheduler` makes, up to its end or to what goes wrong. Thread-safe.
    public static Sampling run(Program program, Configuration configuration, Scheduler scheduler) {
        return OwnThread.call(() -> Sampler.run(program, configuration, scheduler));
    }
}
