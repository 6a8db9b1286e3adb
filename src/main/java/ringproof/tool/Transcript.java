package ringproof.tool;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a checker printed, line by line, each with the second at which it came.
public record Transcript(String tool, List<Line> lines) {

    public record Line(double second, String text) {
    }

    /// The one line that is matched as a whole; it is an error if there is none or another.
    public Found one(Pattern pattern) throws ToolException {
        Found found = first(pattern);
        if (found == null) {
            throw new ToolException(tool + " printed no line of the form \"" + pattern + "\"" + lastWords());
        }
        long count = lines.stream().filter(line -> pattern.matcher(line.text()).matches()).count();
        if (count > 1) {
            throw new ToolException(tool + " printed " + count + " lines of the form \"" + pattern + "\"");
        }
        return found;
    }

    private String lastWords() {
        return lines.isEmpty() ? ", nor any other" : ", but at last: " + lines.getLast().text();
    }

    /// The first line that is matched as a whole, or null.
    public @Nullable Found first(Pattern pattern) {
        for (Line line : lines) {
            Matcher matcher = pattern.matcher(line.text());
            if (matcher.matches()) {
                return new Found(line.second(), matcher);
            }
        }
        return null;
    }

    /// A line with the parts that the pattern has captured.
    public record Found(double second, Matcher matcher) {
        /// The first part.
        public String text() {
            return matcher.group(1);
        }

        /// The first part as a number; thousands may be set apart by commas.
        public long number() {
            return Long.parseLong(text().replace(",", ""));
        }

        public double decimal() {
            return Double.parseDouble(text());
        }
    }
}
