package ringproof.check.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Monitor;
import ringproof.check.Program;
import ringproof.check.Stats;
import ringproof.check.Verdict;
import ringproof.check.World;
import ringproof.machine.Cell;

/// An exploration that ends in the middle goes on from its checkpoint, and comes to the same counts as one that never ended.
class CheckpointTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    @TempDir
    private Path directory = Path.of("");
    private final List<Monitor.Progress> heard = new ArrayList<>();

    private static void counters(World world, int rounds) {
        Cell[] cells = {world.machine().newCell("a"), world.machine().newCell("b")};
        for (int i = 0; i < 3; i++) {
            int first = i % 2;
            world.agent("agent" + i, () -> {
                for (int n = 0; n < rounds; n++) {
                    cells[first].getAndAdd(1);
                    cells[1 - first].get();
                }
            });
        }
    }

    private Monitor monitor(boolean resume, String program) {
        return new Monitor(AT_ONCE, heard::add, directory.resolve("checkpoint"), resume, program);
    }

    private static List<Long> counts(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Proved.class);
        Stats stats = verdict.stats();
        return List.of(stats.states(), stats.finals(), stats.transitions());
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void what_was_stopped_goes_on_to_the_same_counts(MemoryModel model) {
        Program program = world -> counters(world, 2);
        Configuration configuration = Configuration.of(model);
        Verdict whole = Explorer.exhaust(program, configuration, Budget.DEFAULT);
        long half = whole.stats().states() / 2;
        Verdict stopped = Explorer.exhaust(program, configuration, Budget.DEFAULT.withStates(half),
                monitor(false, "counters"));
        assertThat(stopped).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(heard).hasSizeGreaterThan(2);
        assertThat(heard.getLast().states()).isBetween(1L, half);
        assertThat(counts(Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(true, "counters"))))
                .isEqualTo(counts(whole));
        assertThat(counts(Explorer.exhaust(program, configuration, Budget.DEFAULT.withWorkers(2),
                monitor(true, "counters")))).isEqualTo(counts(whole));
        assertThat(directory.toFile().list()).containsExactly("checkpoint");
    }

    @Test
    void a_checkpoint_that_does_not_fit_is_refused() throws IOException {
        Program program = world -> counters(world, 2);
        Configuration configuration = Configuration.of(MemoryModel.SC);
        assertThatThrownBy(
                () -> Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(true, "counters")))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("checkpoint");
        Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(false, "counters"));
        assertThatThrownBy(() -> Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(true, "others")))
                .hasMessageContaining("is the checkpoint of counters, not of others");
        assertThatThrownBy(() -> Explorer.exhaust(world -> counters(world, 1), configuration, Budget.DEFAULT,
                monitor(true, "counters"))).hasMessageContaining("made by other code");
        byte[] bytes = Files.readAllBytes(directory.resolve("checkpoint"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(directory.resolve("checkpoint"), bytes);
        assertThatThrownBy(() -> Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(true, "counters")))
                .hasMessageContaining("damaged");
        Files.write(directory.resolve("checkpoint"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Explorer.exhaust(program, configuration, Budget.DEFAULT, monitor(true, "counters")))
                .hasMessageContaining("damaged");
    }

    @Test
    void the_part_that_is_done_grows_to_the_whole() {
        Program program = world -> counters(world, 2);
        Monitor telling = new Monitor(AT_ONCE, heard::add, null, false, "counters");
        Verdict verdict = Explorer.exhaust(program, Configuration.of(MemoryModel.SC), Budget.DEFAULT, telling);
        assertThat(heard).hasSizeGreaterThan(5);
        double before = 0;
        for (Monitor.Progress progress : heard) {
            assertThat(progress.fraction()).isBetween(before, 1.0);
            assertThat(progress.states()).isLessThanOrEqualTo(verdict.stats().states());
            before = progress.fraction();
            if (progress.states() > verdict.stats().states() / 4) {
                assertThat((double) progress.estimatedStates() / verdict.stats().states()).isBetween(0.25, 4.0);
            }
        }
        assertThat(before).isGreaterThan(0.5);
    }
}
