package ringproof.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table of plain text, no wider than [#WIDTH], the same on a terminal and in a file.
final class Table {
    static final int WIDTH = 160;

    /// Where the library's border has the line below the header.
    private static final int BELOW_HEADER = 8;
    /// A rule below the header and nothing else: the columns stand apart by their spaces.
    private static final Character[] BORDER = rule();

    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    Table text(String header) {
        return text(header, WIDTH);
    }

    /// A column whose texts are wrapped where they are longer.
    Table text(String header, int width) {
        columns.add(column(header, HorizontalAlign.LEFT).maxWidth(width));
        return this;
    }

    Table number(String header) {
        columns.add(column(header, HorizontalAlign.RIGHT));
        return this;
    }

    private static Column column(String header, HorizontalAlign align) {
        return new Column().header(header).headerAlign(align).dataAlign(align);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    /// An empty line between two groups of rows.
    void gap() {
        String[] empty = new String[columns.size()];
        Arrays.fill(empty, "");
        rows.add(empty);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        String table = AsciiTable.builder().border(BORDER).lineSeparator("\n").maxTableWidth(WIDTH)
                .data(columns.toArray(new Column[0]), rows.toArray(new String[0][])).asString();
        for (String line : table.split("\n", -1)) {
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static Character[] rule() {
        Character[] border = AsciiTable.NO_BORDERS.clone();
        border[BELOW_HEADER] = '-';
        return border;
    }
}
