package ringproof.report;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringproof.check.Trace;
import ringproof.report.rings.MemoryPicture;
import ringproof.suite.Cell;
import ringproof.suite.Token;

/// One finding as a page that needs nothing else: what went wrong, the picture of its trace, memory at each step, and a way through them.
public final class TraceHtml {
    private TraceHtml() {
    }

    /// What a token shows.
    public static String of(Token token, Token.Outcome outcome) {
        String why = outcome.reproduces() ? Finding.why(token.cell()) : "";
        return page(token.cell(), outcome.replay().trace(), outcome.sentence(), outcome.reproduces(), why,
                Finding.command(token.toString()), null);
    }

    private static String page(Cell cell, Trace trace, String sentence, boolean reproduces, String why, String command,
            Finding.@Nullable Smaller smaller) {
        MemoryPicture memory = MemoryPicture.of(trace, cell.scenario());
        Map<String, Object> values = new HashMap<>();
        values.put("cell", cell.key());
        values.put("command", command);
        values.put("reproduces", reproduces);
        values.put("sentence", Words.line(sentence));
        values.put("why", why);
        values.put("smaller", smaller);
        values.put("picture", TracePicture.of(trace, sentence));
        values.put("memory", memory);
        values.put("memoryX", 0);
        values.put("step", 0);
        values.put("script", TraceScript.of(trace, memory));
        return Templates.render("trace.peb", values);
    }
}
