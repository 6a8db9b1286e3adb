package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.check.Budget;
import ringproof.models.Agreement;
import ringproof.models.Manifest;
import ringproof.models.ModelConfiguration;
import ringproof.models.ModelConfiguration.Run;
import ringproof.models.ModelResult;
import ringproof.models.ModelRun;
import ringproof.report.Words;
import ringproof.tool.ToolException;

/// `ringproof models`: the specification in TLA+ under TLC, and beside it the code under the explorer.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Checks every configuration of models/manifest.json with TLC, and the explorer's cell that must have the same verdict.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict and count is as the manifest says, and TLC and explorer agree", "1:one is not",
            "2:bad usage, or TLC cannot read the modules"})
final class Models implements Callable<Integer> {
    private static final int NAME_WIDTH = 84;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--models", paramLabel = "DIR", defaultValue = "models",
            description = "where modules and manifest are (${DEFAULT-VALUE})")
    private Path directory = Manifest.HOME;

    @Option(names = "--quick", description = "only what every build runs")
    private boolean quick;

    @Option(names = "--filter", paramLabel = "TEXT", defaultValue = "",
            description = "only configurations with this in their names")
    private String filter = "";

    @Option(names = "--no-code", description = "TLC alone, without the explorer")
    private boolean withoutCode;

    @Option(names = "--config", paramLabel = "FILE",
            description = "runs nothing; writes what TLC reads of the one configuration that --filter leaves")
    private @Nullable Path config;

    @Option(names = "--report", paramLabel = "DIR", defaultValue = "reports",
            description = "where models.md goes, when everything is run (${DEFAULT-VALUE})")
    private Path report = Path.of("");

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Manifest manifest = Manifest.read(directory);
            List<ModelConfiguration> chosen = manifest.matching(filter,
                    quick ? new Run[]{Run.QUICK} : Run.values());
            if (chosen.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "no configuration has \"" + filter + "\" in its name");
            }
            return config == null ? run(manifest, chosen) : write(chosen, config);
        } catch (IOException | ToolException e) {
            err.println("ringproof models: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
    }

    private int write(List<ModelConfiguration> chosen, Path file) throws IOException {
        // One that is named in full is meant, although others go on where its name ends.
        List<ModelConfiguration> named = chosen.stream().filter(each -> each.name().equals(filter)).toList();
        List<ModelConfiguration> meant = named.isEmpty() ? chosen : named;
        if (meant.size() > 1) {
            throw new ParameterException(spec.commandLine(),
                    "--config takes one configuration, but \"" + filter + "\" is in the names of " + meant.size());
        }
        Files.writeString(file, meant.getFirst().text());
        return ExitCode.AS_EXPECTED;
    }

    private int run(Manifest manifest, List<ModelConfiguration> chosen) throws ToolException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        List<Agreement> all = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (ModelConfiguration configuration : chosen) {
            ModelResult result = ModelRun.of(manifest, configuration);
            err.println(configuration.name() + ": " + result.outcome() + ", " + result.states() + " states, depth "
                    + result.depth());
            err.flush();
            Agreement agreement = withoutCode ? new Agreement(result, null) : Agreement.of(result, Budget.DEFAULT);
            all.add(agreement);
            if (!result.difference().isEmpty()) {
                wrong.add(configuration.name() + ": " + result.difference());
            }
            if (!agreement.agrees()) {
                wrong.add(
                        configuration.name() + ": TLC says " + result.outcome() + " of the specification, the explorer "
                                + agreement.said() + " of the code, " + configuration.cell());
            }
        }
        out.print(table(all));
        out.println();
        wrong.forEach(out::println);
        out.println(all.size() + " configurations, " + wrong.size() + " differences");
        out.flush();
        if (filter.isEmpty() && !quick && !withoutCode) {
            ReportDirectory.prepare(report, spec.commandLine());
            ModelsPage.write(report, all, wrong);
        }
        return wrong.isEmpty() ? ExitCode.AS_EXPECTED : ExitCode.UNEXPECTED;
    }

    private static Table table(List<Agreement> all) {
        Table table = new Table().text("configuration", NAME_WIDTH).text("TLC").number("states").number("depth")
                .number("seconds").text("explorer").number("states");
        for (Agreement each : all) {
            ModelResult result = each.model();
            table.row(result.configuration().name(), result.outcome(), Words.count(result.states()),
                    result.depth() + "", String.format(Locale.ROOT, "%.1f", result.seconds()), each.said(),
                    each.code() == null ? "" : Words.count(each.code().stats().states()));
        }
        return table;
    }
}
