package ringproof.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringproof.report.ClauseRow;
import ringproof.suite.ClauseCounts;
import ringproof.suite.Clauses;

/// `ringproof clauses`: every MUST of the specification and what checks it.
@Command(
        name = "clauses",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints every MUST of the specification, in our own words, with the tests that check it or the reason why none does.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every MUST has a test or a reason", "1:one has neither", "2:bad usage"})
final class ClauseMatrix implements Callable<Integer> {
    private static final int SENTENCE_WIDTH = 56;
    private static final int ANSWER_WIDTH = 84;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--uncovered", description = "only those that no test checks although they bind us")
    private boolean uncovered;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(matrix());
        out.print(counts());
        ClauseCounts all = ClauseCounts.ofAll(Clauses.sections());
        out.println();
        out.println(all.headline());
        out.flush();
        return all.open() == 0 ? ExitCode.AS_EXPECTED : ExitCode.UNEXPECTED;
    }

    private Table matrix() {
        Table table = new Table().text("clause").text("who").text("what", SENTENCE_WIDTH)
                .text("checked by, or why not", ANSWER_WIDTH);
        boolean first = true;
        for (ClauseRow.Section section : ClauseRow.sections()) {
            boolean begun = false;
            for (ClauseRow row : section.rows()) {
                if (uncovered && !row.isUncovered()) {
                    continue;
                }
                if (!begun && !first) {
                    table.gap();
                }
                begun = true;
                first = false;
                table.row(row.id(), row.who(), row.sentence(), row.answer());
            }
        }
        return table;
    }

    private static Table counts() {
        Table table = new Table().text("section").text("").number("clauses").number("covered").number("not covered")
                .number("not applicable").number("open");
        for (ClauseRow.Section section : ClauseRow.sections()) {
            row(table, section.number(), section.title(), section.counts());
        }
        table.gap();
        row(table, "all", "", ClauseCounts.ofAll(Clauses.sections()));
        return table;
    }

    private static void row(Table table, String number, String title, ClauseCounts counts) {
        table.row(number, title, "" + counts.total(), "" + counts.covered(), "" + counts.notCovered(),
                "" + counts.notApplicable(), "" + counts.open());
    }
}
