package ringproof.report;

import java.util.HashMap;
import java.util.Map;
import ringproof.check.Trace;
import ringproof.report.rings.MemoryPicture;
import ringproof.suite.Cell;
import ringproof.suite.Token;

/// One finding as a page that needs nothing else: what went wrong, the picture of its trace, memory at each step, and a way through them.
public final class TraceHtml {
    private TraceHtml() {
    }

    /// What a token shows, with the step to begin at.
    public static String of(Token token, Token.Outcome outcome, int step) {
        Map<String, Object> values = page(token.cell(), outcome.replay().trace(), outcome.sentence(), step);
        values.put("reproduces", outcome.reproduces());
        values.put("why", outcome.reproduces() ? Finding.why(token.cell()) : "");
        values.put("command", Finding.command(token.toString()));
        return Templates.render("trace.peb", values);
    }

    /// A finding of a campaign, with links to its report and to the smaller finding.
    static String of(Finding finding, CampaignReport report) {
        boolean reproduces = finding.misfit().isEmpty();
        Map<String, Object> values = page(finding.cell(), finding.trace(),
                reproduces ? finding.failure() : finding.misfit(), 1);
        values.put("reproduces", reproduces);
        values.put("why", reproduces ? finding.why() : "");
        values.put("command", finding.command());
        values.put("home", "../index.html#" + finding.anchor());
        Finding.Smaller smaller = finding.smaller();
        if (smaller != null) {
            values.put("smaller", smaller);
            values.put("smallerFile", report.anchor(smaller.key()).isEmpty() ? "" : Finding.file(smaller.key()));
        }
        return Templates.render("trace.peb", values);
    }

    private static Map<String, Object> page(Cell cell, Trace trace, String sentence, int step) {
        MemoryPicture memory = MemoryPicture.of(trace, cell.scenario());
        Map<String, Object> values = new HashMap<>();
        values.put("cell", cell.key());
        values.put("sentence", Words.line(sentence));
        values.put("home", "");
        values.put("smaller", null);
        values.put("smallerFile", "");
        values.put("picture", TracePicture.of(trace, sentence));
        values.put("memory", memory);
        values.put("memoryX", 0);
        values.put("step", 0);
        values.put("script", TraceScript.of(trace, memory, step));
        return values;
    }
}
