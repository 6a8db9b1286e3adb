package ringproof.report;

import java.util.Map;
import ringproof.suite.Token;

/// One finding as a page that needs nothing else: what went wrong, the picture of its trace, the steps, and a way through them.
public final class TraceHtml {
    private TraceHtml() {
    }

    public static String of(Token token, Token.Outcome outcome) {
        return Templates.render("trace.peb", Map.of(
                "cell", token.cell().key(),
                "token", token.toString(),
                "command", Finding.command(token.toString()),
                "reproduces", outcome.reproduces(),
                "sentence", Words.line(outcome.sentence()),
                "why", outcome.reproduces() ? Finding.why(token.cell()) : "",
                "picture", TracePicture.of(outcome.replay().trace(), outcome.sentence())));
    }
}
