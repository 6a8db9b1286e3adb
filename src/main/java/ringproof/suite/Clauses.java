package ringproof.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The catalogue of clauses: every MUST of VIRTIO 1.4 that may bind a block driver or device, from `clauses.txt`, which says how it is
/// written.
///
/// - I1 every clause stands in the section that its id names, ids are unique, and numbers count from 1 without a gap
public final class Clauses {
    private static final String RESOURCE = "clauses.txt";
    private static final Pattern SECTION = Pattern.compile("= ([0-9.]+) (\\S.*)");
    private static final Pattern CLAUSE = Pattern.compile("([0-9.]+)-([0-9]+) (driver|device|both): (\\S.*\\.)");
    private static final Pattern TEST = Pattern.compile("  by (\\S+)");
    private static final Pattern REASON = Pattern.compile("  (not covered|not applicable): (\\S.*)");

    /// What is said under one heading of the specification.
    public record Section(String number, String title, List<Clause> clauses) {
    }

    private final List<Section> sections = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private String number = "";
    private String title = "";
    private List<Clause> clauses = new ArrayList<>();
    /// Of the clause at hand, which is complete when the next one or another section begins.
    private String id = "";
    private Clause.Bound bound = Clause.Bound.BOTH;
    private String sentence = "";
    private Clause.Standing standing = new Clause.Open();

    private Clauses() {
    }

    /// All sections, in the order of the specification.
    public static List<Section> sections() {
        try (InputStream in = Clauses.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a catalogue. Throws [IllegalArgumentException], naming the line, for a text that is none.
    static List<Section> parse(String text) {
        Clauses reading = new Clauses();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String fault = lines[i].isBlank() || lines[i].startsWith("#") ? "" : reading.line(lines[i]);
            if (!fault.isEmpty()) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + " of the clauses, \"" + lines[i] + "\": " + fault);
            }
        }
        reading.endSection();
        return List.copyOf(reading.sections);
    }

    /// What is wrong with the line: one clause, or the empty string.
    private String line(String line) {
        Matcher section = SECTION.matcher(line);
        if (section.matches()) {
            endSection();
            number = section.group(1);
            title = section.group(2);
            return "";
        }
        Matcher clause = CLAUSE.matcher(line);
        if (clause.matches()) {
            endClause();
            return begin(clause);
        }
        if (id.isEmpty()) {
            return "it belongs to no clause";
        }
        Matcher test = TEST.matcher(line);
        if (test.matches()) {
            return addTest(test.group(1));
        }
        Matcher reason = REASON.matcher(line);
        return reason.matches() ? giveReason(reason.group(1), reason.group(2))
                : "it is no section, clause, test or reason";
    }

    private String begin(Matcher clause) {
        String section = clause.group(1);
        id = section + "-" + clause.group(2);
        bound = Clause.Bound.valueOf(clause.group(3).toUpperCase(Locale.ROOT));
        sentence = clause.group(4);
        if (!(section + ".").startsWith(number + ".")) {
            return "section " + section + " is no part of " + number;
        }
        int expected = 1;
        for (Clause before : clauses) {
            expected += before.section().equals(section) ? 1 : 0;
        }
        return ids.add(id) && id.equals(section + "-" + expected) ? "" : section + "-" + expected + " is the next id";
    }

    private String addTest(String test) {
        List<String> tests = new ArrayList<>();
        switch (standing) {
            case Clause.Open _ -> {
            }
            case Clause.Covered covered -> tests.addAll(covered.tests());
            case Clause.NotCovered _,Clause.NotApplicable _ -> {
                return "the clause has a reason not to have tests";
            }
        }
        tests.add(test);
        standing = new Clause.Covered(List.copyOf(tests));
        return "";
    }

    private String giveReason(String kind, String why) {
        if (!(standing instanceof Clause.Open)) {
            return "the clause has tests or a reason already";
        }
        standing = kind.equals("not covered") ? new Clause.NotCovered(why) : new Clause.NotApplicable(why);
        return "";
    }

    private void endClause() {
        if (!id.isEmpty()) {
            clauses.add(new Clause(id, bound, sentence, standing));
            id = "";
            standing = new Clause.Open();
        }
    }

    private void endSection() {
        endClause();
        if (!number.isEmpty()) {
            sections.add(new Section(number, title, List.copyOf(clauses)));
            clauses = new ArrayList<>();
        }
    }
}
