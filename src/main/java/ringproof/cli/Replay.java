package ringproof.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.check.Failure;
import ringproof.report.Finding;
import ringproof.report.TraceJson;
import ringproof.suite.Token;

/// `ringproof replay`: runs one finding again, step by step. The same token always prints the same text.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs the one execution that a token stands for, and prints its steps.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the finding reproduces", "1:the finding no longer reproduces",
            "2:the text is no token, is damaged, or names what this version does not know"})
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "the line that `check` printed, beginning with RP")
    private String text = "";

    @Option(names = "--json", description = "the steps as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Token token;
        try {
            token = Token.parse(text);
        } catch (IllegalArgumentException e) {
            err.println("ringproof replay: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
        Token.Outcome outcome = token.replay();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(token, outcome) : text(token, outcome));
        out.flush();
        if (!outcome.reproduces()) {
            err.println("ringproof replay: the finding does not reproduce: " + outcome.misfit());
            return ExitCode.UNEXPECTED;
        }
        return ExitCode.AS_EXPECTED;
    }

    private static String text(Token token, Token.Outcome outcome) {
        Failure failure = outcome.replay().failure();
        String why = outcome.reproduces() ? Finding.why(token.cell()) : "";
        return "cell     " + token.cell().key() + "\n"
                + "failure  " + (failure == null ? "none" : failure) + "\n"
                + (why.isEmpty() ? "" : "because  " + why + "\n")
                + "\n" + outcome.replay().trace().toText();
    }

    private static String json(Token token, Token.Outcome outcome) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("token", token.toString())
                .put("cell", token.cell().key())
                .put("reproduces", outcome.reproduces());
        Failure failure = outcome.replay().failure();
        if (failure != null) {
            root.putObject("failure").put("kind", failure.kind().name()).put("message", failure.message());
        }
        if (!outcome.reproduces()) {
            root.put("misfit", outcome.misfit());
        }
        root.setAll(TraceJson.of(outcome.replay().trace()));
        return root.toPrettyString() + "\n";
    }
}
