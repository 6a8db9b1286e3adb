package ringproof.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringproof.check.Trace;
import ringproof.machine.Barrier;

/// Where everything in the picture of a trace is, in pixels. The texts can be put into XML.
///
/// @param left     where the first lifeline is
/// @param headings where the agents' names are written: once above each block of rows
/// @param sourceX  where the source lines begin
/// @param sentence what went wrong, in lines
public record TracePicture(int width, int height, int left, List<Lane> lanes, List<Integer> headings, int sourceX,
        List<Row> rows, List<Arrow> arrows, List<Line> sentence) {
    private static final int ROW = 22;
    private static final int ROWS_IN_BLOCK = 25;
    private static final int HEADING = 34;
    private static final int MARGIN = 14;
    private static final int LEFT = 58;
    /// From a lifeline to the text beside it, and from that to the next column.
    private static final int GAP = 12;
    private static final int COLUMN_GAP = 26;
    /// Of one character in the fixed-width font, rounded up.
    private static final double CHARACTER = 7.3;
    private static final int MIN_CHARACTERS = 14;
    private static final int DOT = 4;
    /// How far an arrow keeps to the lifelines at its ends.
    private static final int BEND = 26;

    /// An agent's lifeline.
    public record Lane(String name, int x) {
    }

    /// A step. `observes` is the number of another one, or 0.
    public record Row(int number, int x, int y, String agent, String what, @Nullable Barrier barrier, String source,
            int observes) {
        public int textX() {
            return x + GAP;
        }

        /// Whether an earlier store reaches the others, instead of the agent doing something.
        public boolean isFlush() {
            return what.startsWith("visible: ");
        }
    }

    /// From the step that was observed to the one that did, both by number.
    public record Arrow(int from, int to, String path) {
    }

    /// A line of text.
    public record Line(int y, String text) {
    }

    /// Lays it out, with `sentence` below the last step.
    public static TracePicture of(Trace trace, String sentence) {
        List<Lane> lanes = new ArrayList<>();
        int x = LEFT;
        for (int agent = 0; agent < trace.agents().size(); agent++) {
            lanes.add(new Lane(Words.line(trace.agents().get(agent)), x));
            x += GAP + textWidth(longest(trace, agent)) + COLUMN_GAP;
        }
        List<Row> rows = rows(trace, lanes);
        int longestSource = MIN_CHARACTERS;
        for (Row row : rows) {
            longestSource = Math.max(longestSource, row.source.length());
        }
        int width = x + textWidth(longestSource) + MARGIN;
        List<Line> lines = new ArrayList<>();
        int y = rows.isEmpty() ? rowY(0) : rows.getLast().y + ROW + DOT;
        for (String text : wrap(Words.line(sentence), (int) ((width - LEFT - MARGIN) / CHARACTER))) {
            lines.add(new Line(y, text));
            y += ROW;
        }
        return new TracePicture(width, y, LEFT, List.copyOf(lanes), headings(rows), x, rows, arrows(rows),
                List.copyOf(lines));
    }

    /// Of one row.
    public int rowHeight() {
        return ROW;
    }

    private static List<Integer> headings(List<Row> rows) {
        List<Integer> headings = new ArrayList<>();
        int first = 0;
        do {
            headings.add(rowY(first) - ROW);
            first += ROWS_IN_BLOCK;
        } while (first < rows.size());
        return List.copyOf(headings);
    }

    private static int textWidth(int characters) {
        return (int) Math.ceil(characters * CHARACTER);
    }

    private static int longest(Trace trace, int agent) {
        int longest = Math.max(MIN_CHARACTERS, trace.agents().get(agent).length());
        for (Trace.Step step : trace.steps()) {
            if (step.agent() == agent) {
                longest = Math.max(longest, step.text().length());
            }
        }
        return longest;
    }

    /// Middle of the row with this index.
    private static int rowY(int index) {
        return MARGIN + ROW * index + HEADING * (index / ROWS_IN_BLOCK + 1);
    }

    private static List<Row> rows(Trace trace, List<Lane> lanes) {
        List<Row> rows = new ArrayList<>();
        for (Trace.Step step : trace.steps()) {
            Lane lane = lanes.get(step.agent());
            rows.add(new Row(rows.size() + 1, lane.x, rowY(rows.size()), lane.name, Words.line(step.what()),
                    step.barrier(), Words.line(step.source()), step.observes() + 1));
        }
        return List.copyOf(rows);
    }

    private static List<Arrow> arrows(List<Row> rows) {
        List<Arrow> arrows = new ArrayList<>();
        for (Row to : rows) {
            if (to.observes == 0) {
                continue;
            }
            Row from = rows.get(to.observes - 1);
            if (from.x != to.x) {
                arrows.add(new Arrow(from.number, to.number, path(from, to)));
            }
        }
        return List.copyOf(arrows);
    }

    /// Down along one lifeline, across, and down along the other.
    private static String path(Row from, Row to) {
        int top = from.y + DOT;
        int bottom = to.y - DOT;
        int bend = Math.min(BEND, (bottom - top) / 2);
        return String.format(Locale.ROOT, "M%d %d C%d %d %d %d %d %d", from.x, top, from.x, top + bend, to.x,
                bottom - bend, to.x, bottom);
    }

    /// Breaks a text between words.
    private static List<String> wrap(String text, int characters) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > characters) {
            int space = rest.lastIndexOf(' ', characters);
            int end = space > 0 ? space : characters;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
