package ringproof.suite;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Monitor;
import ringproof.check.Program;
import ringproof.check.Verdict;

/// One entry of a campaign: a scenario under a memory model, sound or with a seeded bug.
public record Cell(Scenario scenario, MemoryModel model, @Nullable SeededBug bug) {

    /// What a campaign expects of a cell.
    public enum Expectation {
        PROVED, REFUTED
    }

    Program program() {
        Parts parts = bug == null ? Parts.REAL : bug;
        return scenario.life() == Life.NONE ? new RingProgram(scenario, parts) : new LifeProgram(scenario, parts);
    }

    /// Explores the cell alone, saving itself as `monitor` says.
    public Verdict explore(Budget budget, Monitor monitor) {
        return Explorer.exhaust(program(), configuration(), budget, monitor);
    }

    Configuration configuration() {
        return bug == null ? Configuration.of(model) : bug.configuration(model);
    }

    public Expectation expectation() {
        boolean refuted = bug == null ? KnownDefects.of(scenario) != null : bug.showsUnder(model);
        return refuted ? Expectation.REFUTED : Expectation.PROVED;
    }

    /// The text from which [#parse(String)] makes the same cell again; no part of it contains a dot.
    public String key() {
        return scenario.key() + "." + model.name().toLowerCase(Locale.ROOT) + (bug == null ? "" : "." + bug.key());
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that names no cell.
    public static Cell parse(String key) {
        String[] parts = key.split("\\.", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" names no cell: write SCENARIO.MODEL or SCENARIO.MODEL.BUG");
        }
        MemoryModel model = switch (parts[1]) {
            case "sc" -> MemoryModel.SC;
            case "tso" -> MemoryModel.TSO;
            case "weak" -> MemoryModel.WEAK;
            default -> throw new IllegalArgumentException("\"" + parts[1] + "\" is no memory model: sc, tso or weak");
        };
        SeededBug bug = null;
        if (parts.length == 3) {
            bug = SeededBugs.ofKey(parts[2]);
            if (bug == null) {
                throw new IllegalArgumentException(
                        "there is no seeded bug \"" + parts[2] + "\": `corpus --list` shows them");
            }
        }
        Cell cell = new Cell(Scenario.parse(parts[0]), model, bug);
        if (!cell.key().equals(key)) {
            throw new IllegalArgumentException("\"" + key + "\" is no key: write " + cell.key());
        }
        return cell;
    }
}
