package ringproof.check;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// One execution repeated from its schedule, with a trace.
///
/// @param failure what went wrong, or null
/// @param misfit  why the schedule does not fit the program, or null
public record Replay(Trace trace, @Nullable Failure failure, @Nullable String misfit) {

    public static Replay run(Program program, Configuration configuration, Schedule schedule) {
        return OwnThread.call(() -> follow(program, configuration, schedule));
    }

    private static Replay follow(Program program, Configuration configuration, Schedule schedule) {
        Follow follow = new Follow(schedule.transitions());
        Recorder recorder = new Recorder(configuration.model());
        Execution execution = new Execution(program, configuration, follow, recorder, EnumSet.noneOf(Reduction.class),
                null);
        Failure failure = execution.run();
        String misfit = follow.misfit;
        if (misfit == null && follow.at < schedule.length()) {
            misfit = "the schedule goes on after the execution has ended";
        }
        return new Replay(recorder.trace(execution.agents()), failure, misfit);
    }

    /// Takes the transitions of a schedule, one after the other.
    private static final class Follow implements Strategy {
        private final int[] transitions;
        private final int[] possible = new int[1024];
        private int at;
        private @Nullable String misfit;

        Follow(int[] transitions) {
            this.transitions = transitions;
        }

        @Override
        public int next(Execution execution) {
            execution.setExploring();
            if (at == transitions.length) {
                if (execution.transitions(possible) == 0) {
                    execution.quiesce();
                } else {
                    misfit = "the schedule ends although something could still run";
                }
                return Execution.STOP;
            }
            if (execution.isPossible(transitions[at])) {
                return transitions[at++];
            }
            misfit = "step " + (at + 1) + " of the schedule is not possible";
            return Execution.STOP;
        }
    }
}
