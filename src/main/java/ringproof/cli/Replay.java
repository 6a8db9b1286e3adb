package ringproof.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringproof.check.Failure;
import ringproof.report.Finding;
import ringproof.report.TraceHtml;
import ringproof.report.TraceJson;
import ringproof.report.TraceShiViz;
import ringproof.report.TraceSvg;
import ringproof.report.WholeFile;
import ringproof.suite.Token;

/// `ringproof replay`: runs one finding again, step by step. The same token always prints the same text.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs the one execution that a token stands for, and prints its steps.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the finding reproduces", "1:the finding no longer reproduces",
            "2:bad usage, a file that cannot be written, or a text that is no token, is damaged, or names what this version does not know"})
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "the line that `check` printed, beginning with RP")
    private String text = "";

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (text). shiviz is a log for ShiViz; svg and html need no other file")
    private @Nullable Format format;

    @Option(names = "--json", description = "the same as --format json")
    private boolean json;

    @Option(names = "--step", paramLabel = "N",
            description = "for svg and html: the step after which memory is shown (the last; in html where to begin, the first)")
    private @Nullable Integer step;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "file to write instead of printing")
    private @Nullable Path output;

    private enum Format {
        TEXT, JSON, SHIVIZ, SVG, HTML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Format chosen = chosen();
        Token token;
        try {
            token = Token.parse(text);
        } catch (IllegalArgumentException e) {
            err.println("ringproof replay: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
        Token.Outcome outcome = token.replay();
        put(trace(chosen, token, outcome, chosenStep(chosen, outcome.replay().trace().steps().size())));
        if (!outcome.reproduces()) {
            err.println("ringproof replay: the finding does not reproduce: " + outcome.misfit());
            return ExitCode.UNEXPECTED;
        }
        return ExitCode.AS_EXPECTED;
    }

    private Format chosen() {
        if (!json) {
            return format == null ? Format.TEXT : format;
        }
        if (format != null && format != Format.JSON) {
            throw new ParameterException(spec.commandLine(), "--json and --format " + format + " exclude each other");
        }
        return Format.JSON;
    }

    private int chosenStep(Format chosen, int count) {
        if (step == null) {
            return chosen == Format.HTML ? 1 : count;
        }
        if (chosen != Format.SVG && chosen != Format.HTML) {
            throw new ParameterException(spec.commandLine(), "--step goes with --format svg or html");
        }
        if (step < 1 || step > count) {
            throw new ParameterException(spec.commandLine(),
                    "--step must be 1 to " + count + ", the last of this trace");
        }
        return step;
    }

    private void put(String trace) {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(trace);
            out.flush();
            return;
        }
        Path file = output.toAbsolutePath();
        Path directory = file.getParent();
        // Whatever is there would be replaced: a directory, a pipe, a link.
        if (directory == null
                || (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS))) {
            throw new ParameterException(spec.commandLine(), "\"" + output + "\" exists and is not a regular file");
        }
        try {
            WholeFile.write(directory, file.getFileName().toString(), trace);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "\"" + output + "\" could not be written: " + e, e);
        }
    }

    private static String trace(Format format, Token token, Token.Outcome outcome, int step) {
        return switch (format) {
            case TEXT -> text(token, outcome);
            case JSON -> json(token, outcome);
            case SHIVIZ -> TraceShiViz.of(outcome.replay().trace());
            case SVG -> TraceSvg.of(outcome.replay().trace(), token.cell().scenario(), outcome.sentence(), step);
            case HTML -> TraceHtml.of(token, outcome, step);
        };
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
