package ringproof.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.report.Coverage;
import ringproof.report.Mutant;
import ringproof.report.StrengthReport;
import ringproof.report.Survivors;

/// `ringproof strength`: the mutation score, from what PIT and JaCoCo have written.
@Command(
        name = "strength",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints how many mutants the tests find in each package, and lists those that survive with the reason: after mvn verify -Pstrength.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the score is high enough, and every survivor has a reason",
            "1:it is not, or a survivor has none, or a reason has no survivor any more",
            "2:bad usage, or a file cannot be read or written"})
final class Strength implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--mutations", paramLabel = "FILE", defaultValue = "target/pit/mutations.xml",
            description = "what PIT has written (${DEFAULT-VALUE})")
    private Path mutations = Path.of("");

    @Option(names = "--coverage", paramLabel = "FILE", defaultValue = "target/site/jacoco/jacoco.xml",
            description = "what JaCoCo has written (${DEFAULT-VALUE})")
    private Path coverage = Path.of("");

    @Option(names = "--reasons", paramLabel = "FILE", defaultValue = "src/test/resources/ringproof/survivors.txt",
            description = "why mutants survive (${DEFAULT-VALUE})")
    private Path reasons = Path.of("");

    @Option(names = "--least", paramLabel = "PERCENT", defaultValue = "85",
            description = "the score that is high enough (${DEFAULT-VALUE})")
    private int least;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where strength.md goes (${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        ReportDirectory.prepare(directory, spec.commandLine());
        Survivors known = read(reasons, file -> new Survivors(Files.readAllLines(file)));
        List<Mutant> mutants = read(mutations, Mutant::read);
        Map<String, Coverage> executed = read(coverage, Coverage::read);
        StrengthReport report = new StrengthReport(mutants, executed, known);
        int written = BenchTable.publishText(spec.commandLine(), directory, "strength.md", report.markdown(),
                report.headers(), report.scores());
        PrintWriter out = spec.commandLine().getOut();
        known.unneeded().forEach(pattern -> out.println("no survivor any more: " + pattern));
        out.println(report.percent() + " % of the mutants are found, " + report.unexplained()
                + " survive for no reason that is given");
        out.flush();
        boolean good = report.percent() >= least && report.unexplained() == 0 && known.unneeded().isEmpty();
        return written != ExitCode.AS_EXPECTED || good ? written : ExitCode.UNEXPECTED;
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private <T> T read(Path file, Reader<T> reader) {
        try {
            return reader.read(file);
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw new ParameterException(spec.commandLine(),
                    "there is no " + file + ": mvn verify -Pstrength writes it", missing);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), file + " cannot be read: " + wrong.getMessage(), wrong);
        }
    }
}
