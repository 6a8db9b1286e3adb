package ringproof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `ringproof` command. Without a subcommand it is bad usage.
@Command(
        name = "ringproof",
        version = "ringproof 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        description = "virtio-blk driver and device, and the checker that shows they never lose a completion.",
        subcommands = {Main.Check.class, Copy.class},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as expected", "1:a verdict is not the expected one",
            "2:bad usage or bad input", "3:inconclusive: stopped before a verdict"})
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /// Placeholder until the suite is in place.
    @Command(name = "check", mixinStandardHelpOptions = true, description = "Runs the suite.")
    static final class Check implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println("nothing to check yet");
            return 0;
        }
    }
}
