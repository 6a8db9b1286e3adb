package ringproof.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `ringproof` command. Without a subcommand it is bad usage.
@Command(
        name = "ringproof",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        description = "virtio-blk driver and device, and the checker that shows they never lose a completion.",
        subcommands = {Check.class, Nightly.class, Explore.class, Replay.class, Shrink.class, Corpus.class,
            SettleArgument.class,
            ClauseMatrix.class, Strength.class, Models.class,
            Copy.class, Serve.class,
            Bench.class, AutoComplete.GenerateCompletion.class},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as expected", "1:a verdict is not the expected one",
            "2:bad usage or bad input", "3:inconclusive: stopped before a verdict"})
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The whole command line. Whatever the user did wrong is told in one line, without the usage text.
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Complaint::badUsage).setExecutionExceptionHandler(Complaint::failed);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
