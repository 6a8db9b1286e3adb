package ringproof.check;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// One execution of the real code repeated from its schedule, with a trace.
///
/// @param failure what went wrong, or null
/// @param misfit  why the schedule does not fit the program, or null
public record Replay(Trace trace, @Nullable Failure failure, @Nullable String misfit) {

    public static Replay run(Program program, Configuration configuration, Schedule schedule) {
        return OwnThread.call(() -> follow(program, configuration.reducing(EnumSet.noneOf(Reduction.class)), schedule));
    }

    private static Replay follow(Program program, Configuration configuration, Schedule schedule) {
        Execution execution = new Execution(program, configuration, null, true);
        try {
            String misfit = follow(execution, schedule);
            return new Replay(execution.trace(), execution.state().failure(), misfit);
        } finally {
            execution.close();
        }
    }

    /// Why the schedule does not fit, or null.
    private static @Nullable String follow(Execution execution, Schedule schedule) {
        State state = execution.state();
        execution.instance().checkAlways(state);
        int at = 0;
        while (state.failure() == null && at < schedule.length()) {
            int transition = schedule.transitions()[at];
            if (!Transitions.isPossible(state, transition)) {
                return "step " + (at + 1) + " of the schedule is not possible";
            }
            execution.advance(transition);
            at++;
            if (state.failure() == null) {
                execution.instance().checkAlways(state);
            }
        }
        if (at < schedule.length()) {
            return "the schedule goes on after the execution has ended";
        }
        if (state.failure() == null) {
            if (Transitions.possible(state, new int[State.MAX_TRANSITIONS]) > 0) {
                return "the schedule ends although something could still run";
            }
            execution.instance().checkAtEnd(state);
        }
        return null;
    }
}
