package ringproof.check;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import ringproof.check.agent.Execution;
import ringproof.check.agent.OwnThread;

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
            Failure failure = execution.follow(schedule.transitions(), schedule.round());
            return new Replay(execution.trace(), failure, execution.misfit());
        } finally {
            execution.close();
        }
    }
}
