package ringproof.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;

/// `ringproof bugs`: the corpus of seeded bugs.
@Command(name = "bugs", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Lists the known bugs that `check` puts in, to see whether it finds them.")
final class Bugs implements Callable<Integer> {
    private static final int SOURCE_WIDTH = 30;
    private static final int MECHANISM_WIDTH = 40;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Table table = new Table().text("key").text("source", SOURCE_WIDTH).text("mechanism", MECHANISM_WIDTH)
                .text("scenario");
        for (SeededBug bug : SeededBugs.list()) {
            table.row(bug.key(), bug.source(), bug.mechanism(), bug.where().key());
        }
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().flush();
        return ExitCode.AS_EXPECTED;
    }
}
