package ringproof.junit;

import java.time.Duration;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.check.NotDeterministic;
import ringproof.check.Program;
import ringproof.check.Replay;
import ringproof.check.Verdict;

/// Explores the program of an [Explore] method, or replays one schedule of it. Returns where the test passes, and throws an
/// [AssertionFailedError] with what there is to know where it fails.
///
/// @param method as tokens name it
record Exploration(Explore explore, String method) {
    private static final boolean HAS_CONTINUATIONS = Object.class.getModule().isExported("jdk.internal.vm",
            Configuration.class.getModule());

    /// A finding is worth so much time to make it small.
    private static final Budget SHRINKING = Budget.DEFAULT.withTime(Duration.ofSeconds(10));

    void explore(Program program, MemoryModel model) {
        switch (search(program, model)) {
            case Verdict.Proved proved -> {
                if (proved.stats().localStates() == 0) {
                    throw failed("the method adds no agent to its world: there is nothing to explore");
                }
                if (isRefutedUnder(model)) {
                    throw failed("proved under " + model + " in " + proved.stats().states()
                            + " states, but @Explore expects it refuted"
                            + (explore.refutedWith().isEmpty() ? "" : " with \"" + explore.refutedWith() + "\""));
                }
            }
            case Verdict.Refuted refuted -> {
                if (!isRefutedUnder(model)) {
                    throw refuted(program, model, Explorer.shrink(program, configuration(model), refuted, SHRINKING));
                }
                if (!refuted.failure().toString().contains(explore.refutedWith())) {
                    throw refuted(program, model, refuted);
                }
            }
            case Verdict.ProvedUpTo part -> throw failed("not proved under " + model + ": " + part.why());
            case Verdict.Inconclusive inconclusive ->
                throw failed("not proved under " + model + ": " + inconclusive.why()
                        + " (" + inconclusive.stats().states() + " states so far, nothing wrong in them)");
        }
    }

    private boolean isRefutedUnder(MemoryModel model) {
        List<MemoryModel> models = List.of(explore.refutedUnder());
        return models.contains(model) || (models.isEmpty() && !explore.refutedWith().isEmpty());
    }

    private AssertionFailedError refuted(Program program, MemoryModel model, Verdict.Refuted refuted) {
        ExploreToken token = ExploreToken.of(method, model, refuted.failure(), refuted.schedule());
        return failed(text(token, refuted.failure(), replay(program, token)));
    }

    private Verdict search(Program program, MemoryModel model) {
        Budget budget = Budget.DEFAULT.withTime(Duration.ofSeconds(explore.seconds())).withStates(explore.states())
                .withDepth(explore.depth()).withWorkers(explore.workers());
        try {
            return Explorer.exhaust(program, configuration(model), budget);
        } catch (NotDeterministic broken) {
            throw failed("nothing can be said under " + model + ": " + broken.getMessage());
        }
    }

    /// Fails, with the finding that the token stands for or with why it stands for none.
    void replay(Program program, String text) {
        ExploreToken token;
        try {
            token = ExploreToken.parse(text);
        } catch (IllegalArgumentException unusable) {
            throw failed(ExploreToken.PROPERTY + ": " + unusable.getMessage());
        }
        Replay replay = replay(program, token);
        String misfit = token.counterexample().misfit(replay);
        if (replay.failure() == null || !misfit.isEmpty()) {
            throw failed(ExploreToken.PROPERTY + ": " + misfit);
        }
        throw failed(text(token, replay.failure(), replay));
    }

    private static Replay replay(Program program, ExploreToken token) {
        return Replay.run(program, configuration(token.model()), token.counterexample().schedule());
    }

    private static Configuration configuration(MemoryModel model) {
        Configuration configuration = Configuration.of(model);
        return HAS_CONTINUATIONS ? configuration : configuration.onThreads();
    }

    private String text(ExploreToken token, Failure failure, Replay replay) {
        return failure + "\n"
                + (isRefutedUnder(token.model()) ? "expected      \"" + explore.refutedWith() + "\"\n" : "")
                + "memory model  " + token.model() + "\n"
                + "replay        -D" + ExploreToken.PROPERTY + "=" + token + "\n\n"
                + replay.trace().toText();
    }

    /// Without a stack trace: it would tell of this extension alone.
    static AssertionFailedError failed(String message) {
        AssertionFailedError failed = new AssertionFailedError(message);
        failed.setStackTrace(new StackTraceElement[0]);
        return failed;
    }
}
