package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;

/// The corpus: every bug is found where it shows, and it is the bug that is found. Barriers: see [BarrierExploration], too.
class CorpusExploration {
    private static final int SEED = 1;
    private static final int TRIES = 20_000;
    private static final Map<Cell, Boolean> PROVED = new HashMap<>();

    static List<Cell> logicBugs() {
        List<Cell> cells = new ArrayList<>();
        for (SeededBug bug : SeededBugs.list()) {
            if (bug.dropped() == null && bug.where() != null) {
                cells.add(bug.cell(MemoryModel.SC));
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logicBugs")
    void every_seeded_bug_is_found_and_its_scenario_is_proved_without_it(Cell cell) {
        assertThat(Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT))
                .isInstanceOf(Verdict.Refuted.class);
        // Those of a life cycle are long; the campaign proves them.
        if (cell.scenario().life() == Life.NONE) {
            assertThat(isProved(new Cell(cell.scenario(), cell.model(), null))).isTrue();
        }
    }

    /// Several bugs share a scenario.
    private static boolean isProved(Cell sound) {
        return PROVED.computeIfAbsent(sound, cell -> Explorer.exhaust(cell.program(), cell.configuration(),
                Budget.DEFAULT) instanceof Verdict.Proved);
    }

    static List<SeededBug> bugsOfTheDeviceAlone() {
        return SeededBugs.list().stream().filter(bug -> bug.where() == null).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugsOfTheDeviceAlone")
    void every_bug_of_the_device_alone_is_found_by_a_check_of_the_device_alone(SeededBug bug) {
        assertThat(ChainCheck.run(bug, SEED, Detection.TRIES) != null
                || RequestCheck.run(bug, SEED, Detection.TRIES) != null).isTrue();
    }

    @Test
    void the_device_has_none_of_them() {
        assertThat(RequestCheck.run(Parts.REAL, SEED, TRIES)).isNull();
        assertThat(ChainCheck.run(Parts.REAL, SEED, TRIES)).isNull();
    }

    /// A class that is not registered would be a bug that nobody looks for.
    @Test
    void every_class_of_the_corpus_is_registered() throws IOException, URISyntaxException {
        Set<String> registered = new HashSet<>();
        SeededBugs.list().forEach(bug -> registered.add(bug.getClass().getName()));
        Path classes = Path.of(SeededBug.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> bugs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("ringproof/corpus"))) {
            files.map(file -> classes.relativize(file).toString()).filter(name -> name.matches("[^$-]*\\.class"))
                    .forEach(name -> bugs.add(name.replace(".class", "").replace('/', '.')));
        }
        bugs.removeIf(name -> !isBug(name));
        assertThat(bugs).hasSizeGreaterThan(70);
        assertThat(registered).containsAll(bugs);
    }

    private static boolean isBug(String name) {
        try {
            Class<?> type = Class.forName(name);
            return SeededBug.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void it_stands_for_at_least_a_hundred_bugs_that_shipped() {
        assertThat(SeededBugs.shippedCount(SeededBugs.list())).isGreaterThanOrEqualTo(100);
    }

    @Test
    void a_source_tells_the_commits_and_cves_of_the_bug_and_not_of_its_mending() {
        assertThat(Objects.requireNonNull(SeededBugs.ofKey("stale-used-event")).shipped())
                .containsExactly("3957d1ee272c");
        assertThat(Objects.requireNonNull(SeededBugs.ofKey("used-len-beyond-buffer")).shipped())
                .containsExactly("CVE-2024-8612");
        assertThat(Objects.requireNonNull(SeededBugs.ofKey("loop-limit-too-large")).shipped())
                .containsExactly("f9af2c13de7e", "dbd29e075228");
        assertThat(Objects.requireNonNull(SeededBugs.ofKey("drop-kick-check")).shipped()).isEmpty();
    }

    @Test
    void keys_are_unique() {
        assertThat(SeededBugs.list()).extracting(SeededBug::key).doesNotHaveDuplicates();
    }
}
