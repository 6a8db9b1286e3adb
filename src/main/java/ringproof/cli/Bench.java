package ringproof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ringproof bench`: measurements. Without a subcommand it is bad usage.
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Measures how fast something is.",
        subcommands = {BenchEngine.class, BenchGrowth.class, BenchEstimate.class, BenchNotifications.class,
            BenchLateness.class})
final class Bench implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(),
                "say what to measure: bench engine, bench growth, bench estimate, bench notifications or bench lateness");
    }
}
