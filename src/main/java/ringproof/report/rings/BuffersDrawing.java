package ringproof.report.rings;

import java.util.ArrayList;
import java.util.List;
import ringproof.check.Access;
import ringproof.check.Trace;

/// The store buffers of a trace under TSO: a column an agent, the oldest store on top. It becomes visible next.
final class BuffersDrawing {
    private static final int GAP = 8;
    private static final int COLUMNS = 3;
    private static final int WIDTH = (Drawing.WIDTH + GAP) / COLUMNS - GAP;

    private BuffersDrawing() {
    }

    /// What a buffer shows: its stores one by one, plain ones together.
    private record Line(String text, boolean isNew) {
    }

    static void draw(Drawing drawing, Names names, Trace trace) {
        int[] most = new int[trace.agents().size()];
        MemoryImage image = new MemoryImage(trace);
        for (Trace.Step step : trace.steps()) {
            image.apply(step);
            for (int agent = 0; agent < most.length; agent++) {
                most[agent] = Math.max(most[agent], lines(image, names, agent).size());
            }
        }
        List<Integer> agents = new ArrayList<>();
        for (int agent = 0; agent < most.length; agent++) {
            if (most[agent] > 0) {
                agents.add(agent);
            }
        }
        if (agents.isEmpty()) {
            return;
        }
        drawing.heading("store buffers, the oldest store on top");
        for (int first = 0; first < agents.size(); first += COLUMNS) {
            List<Integer> abreast = agents.subList(first, Math.min(first + COLUMNS, agents.size()));
            for (int column = 0; column < abreast.size(); column++) {
                drawing.caption(column * (WIDTH + GAP), "side", trace.agents().get(abreast.get(column)));
            }
            drawing.nextRow();
            int rows = abreast.stream().mapToInt(agent -> most[agent]).max().orElseThrow();
            for (int row = 0; row < rows; row++) {
                row(drawing, names, abreast, row);
                drawing.nextRow();
            }
        }
    }

    private static void row(Drawing drawing, Names names, List<Integer> agents, int row) {
        for (int column = 0; column < agents.size(); column++) {
            int agent = agents.get(column);
            drawing.field(Field.Kind.ENTRY, column * (WIDTH + GAP), WIDTH, List.of(),
                    image -> entry(lines(image, names, agent), row));
        }
    }

    private static Shown entry(List<Line> lines, int row) {
        if (row >= lines.size()) {
            return Shown.NOTHING;
        }
        Line line = lines.get(row);
        return new Shown(line.text, line.isNew ? "waits wrote" : "waits");
    }

    private static List<Line> lines(MemoryImage image, Names names, int agent) {
        List<Line> lines = new ArrayList<>();
        int plain = 0;
        boolean newPlain = false;
        for (MemoryImage.Waiting waiting : image.waiting(agent)) {
            boolean isNew = waiting.since() == image.step();
            if (waiting.isPlain()) {
                plain++;
                newPlain |= isNew;
                continue;
            }
            if (plain > 0) {
                lines.add(plain(plain, newPlain));
                plain = 0;
                newPlain = false;
            }
            lines.add(new Line(text(waiting.access(), names), isNew));
        }
        if (plain > 0) {
            lines.add(plain(plain, newPlain));
        }
        return lines;
    }

    private static Line plain(int count, boolean isNew) {
        return new Line(count == 1 ? "1 plain write" : count + " plain writes", isNew);
    }

    private static String text(Access access, Names names) {
        String name = names.of(access.addr());
        return switch (access.on()) {
            case WORD -> name + " = " + access.value();
            case LOCK -> "unlock " + name;
            case EVENT -> "signal " + name;
        };
    }
}
