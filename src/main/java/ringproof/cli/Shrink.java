package ringproof.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.check.Failure;
import ringproof.check.Trace;
import ringproof.suite.CellResult;
import ringproof.suite.Scenario;
import ringproof.suite.Shrinking;
import ringproof.suite.Token;

/// `ringproof shrink`: makes a finding as small as it can.
@Command(
        name = "shrink",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Looks for the smallest cell and the shortest execution in which the same goes wrong, and prints their token.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the last line is the smallest token found, perhaps the one given",
            "1:the token does not reproduce",
            "2:bad usage, or a text that is no token, is damaged, or names what this version does not know"})
final class Shrink implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "the line that `check` printed, beginning with RP")
    private String text = "";

    @Option(names = "--states", paramLabel = "N", defaultValue = "" + 10 * Shrinking.DEFAULT_STATES,
            description = "states to explore in each smaller cell, at most (${DEFAULT-VALUE}); ten times as many altogether")
    private long states;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (states < 1) {
            throw new ParameterException(spec.commandLine(), "--states must be at least 1");
        }
        Token token;
        try {
            token = Token.parse(text);
        } catch (IllegalArgumentException e) {
            err.println("ringproof shrink: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
        Token.Outcome outcome = token.replay();
        if (!outcome.reproduces()) {
            err.println("ringproof shrink: the finding does not reproduce: " + outcome.misfit());
            return ExitCode.UNEXPECTED;
        }
        Failure failure = Objects.requireNonNull(outcome.replay().failure(), "what reproduces has failed");
        Shrinking shrinking = new Shrinking(states);
        Shrinking.Outcome shrunk = shrinking.smaller(token.cell(), failure);
        CellResult smaller = shrunk.result();
        Token smallest = smaller == null ? shrinking.withFewSteps(token, failure) : smaller.token();
        report(token, Objects.requireNonNull(smallest, "refuted"), shrunk);
        return ExitCode.AS_EXPECTED;
    }

    private void report(Token given, Token smallest, Shrinking.Outcome shrunk) {
        PrintWriter out = spec.commandLine().getOut();
        Scenario before = given.cell().scenario();
        Scenario after = smallest.cell().scenario();
        out.println("cell        " + smallest.cell().key());
        out.println("failure     " + smallest.replay().sentence());
        if (smallest.equals(given)) {
            out.println("            nothing smaller was found");
        } else {
            smaller("requests", before.requestCount(), after.requestCount());
            smaller("submitters", before.jobs().size(), after.jobs().size());
            smaller("queue", queue(before), queue(after));
            smaller("steps", steps(given).size(), steps(smallest).size());
            smaller("switches", switches(steps(given)), switches(steps(smallest)));
        }
        out.printf(Locale.ROOT, "explored    %,d smaller cells, %,d states%n", shrunk.cells(), shrunk.states());
        out.println(smallest);
        out.flush();
    }

    private void smaller(String what, Object before, Object after) {
        if (!before.equals(after)) {
            spec.commandLine().getOut().printf("%-10s  %s -> %s%n", what, before, after);
        }
    }

    private static String queue(Scenario scenario) {
        String key = scenario.key();
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private static List<Trace.Step> steps(Token token) {
        return token.replay().replay().trace().steps();
    }

    /// How often another agent than before makes a step.
    private static int switches(List<Trace.Step> steps) {
        int switches = 0;
        for (int i = 1; i < steps.size(); i++) {
            switches += steps.get(i).agent() == steps.get(i - 1).agent() ? 0 : 1;
        }
        return switches;
    }
}
