package ringproof.check.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import ringproof.machine.Digestible;
import ringproof.machine.Machine;

/// That there are no cycles is known without a list of transitions; where there are some, they are looked at.
class UnfinishedTest {
    private static final Configuration SC = Configuration.of(MemoryModel.SC);

    @TempDir
    private Path directory = Path.of("");

    private static VisitedSet begun(long... names) {
        VisitedSet visited = new VisitedSet();
        for (long name : names) {
            assertThat(visited.begin(name)).isEqualTo(VisitedSet.Status.NEW);
        }
        return visited;
    }

    @Test
    void a_state_is_finished_when_all_is_that_it_waits_for() {
        VisitedSet visited = begun(1, 2, 3);
        Unfinished unfinished = new Unfinished(visited);
        Unfinished.Node first = unfinished.node(1);
        unfinished.await(first, 2);
        Unfinished.Node second = unfinished.node(2);
        unfinished.link(first, second);
        unfinished.share(second);
        unfinished.release(first);
        unfinished.release(second);
        assertThat(visited.isFinished(2)).isFalse();
        unfinished.release(second);
        assertThat(visited.isFinished(2)).isTrue();
        assertThat(visited.isFinished(1)).isTrue();
        assertThat(visited.isFinished(3)).isFalse();
        assertThat(unfinished.isEmpty()).isTrue();
    }

    @Test
    void who_waits_for_a_state_on_the_stack_of_another_goes_on_with_it() {
        VisitedSet visited = begun(1, 2);
        Unfinished unfinished = new Unfinished(visited);
        Unfinished.Node waiting = unfinished.node(1);
        unfinished.await(waiting, 2);
        unfinished.release(waiting);
        assertThat(unfinished.isEmpty()).isFalse();
        unfinished.finish(2);
        assertThat(unfinished.isEmpty()).isTrue();
        Unfinished.Node late = unfinished.node(1);
        unfinished.await(late, 2);
        unfinished.release(late);
        assertThat(unfinished.isEmpty()).isTrue();
    }

    @Test
    void those_that_wait_for_each_other_are_never_finished_not_even_after_a_pause() {
        Unfinished unfinished = new Unfinished(begun(1, 2, 3));
        Unfinished.Node one = unfinished.node(1);
        Unfinished.Node two = unfinished.node(2);
        Unfinished.Node three = unfinished.node(3);
        unfinished.link(one, two);
        unfinished.await(two, 1);
        unfinished.link(two, three);
        unfinished.release(one);
        unfinished.release(two);
        Map<Unfinished.Node, Integer> indices = unfinished.indices();
        VisitedSet visited = new VisitedSet();
        Unfinished again = new Unfinished(visited);
        List<Unfinished.Node> restored = again.restore(unfinished.save(indices));
        assertThat(restored).hasSize(3);
        again.release(restored.get(indices.get(three)));
        assertThat(visited.isFinished(3)).isTrue();
        assertThat(visited.isFinished(2)).isFalse();
        assertThat(again.isEmpty()).isFalse();
    }

    @Test
    void marks_and_names_survive_the_growth_of_the_set() {
        VisitedSet visited = new VisitedSet();
        long[] names = new SplittableRandom(7).longs(40_000).distinct().toArray();
        names[0] = 0;
        names[1] = 1;
        names[2] = 64;
        for (int i = 0; i < names.length; i++) {
            visited.begin(names[i]);
            if (i % 3 == 0) {
                visited.finish(names[i]);
            }
        }
        assertThat(visited.size()).isEqualTo(names.length);
        assertThat(visited.sizeBytes() / names.length).isLessThan(16);
        for (int i = 0; i < names.length; i++) {
            assertThat(visited.isFinished(names[i])).isEqualTo(i % 3 == 0);
            assertThat(visited.add(names[i])).isNotEqualTo(VisitedSet.Status.NEW);
        }
        long[] kept = visited.toArray();
        Arrays.sort(kept);
        Arrays.sort(names);
        assertThat(kept).containsExactly(names);
    }

    /// Counters that go up, and a light that goes on and off for ever.
    private static void light(World world, int rounds, boolean goesOn) {
        Machine machine = world.machine();
        Cell light = machine.newCell("light");
        Cell[] cells = {machine.newCell("a"), machine.newCell("b")};
        world.daemon("light", () -> {
            do {
                machine.checkpoint("red", Digestible.NOTHING);
                light.getAndAdd(1);
                light.getAndAdd(-1);
            } while (goesOn);
        });
        for (int i = 0; i < 2; i++) {
            int first = i;
            world.agent("agent" + i, () -> {
                for (int n = 0; n < rounds; n++) {
                    cells[first].getAndAdd(light.get());
                    cells[1 - first].get();
                }
            });
        }
    }

    private Stats prove(Program program, Budget budget, Duration pauses) {
        Monitor monitor = new Monitor(pauses, p -> {
        }, directory.resolve("checkpoint"), false, "light");
        Verdict verdict = Explorer.exhaust(program, SC, budget.withTime(Duration.ofSeconds(20)), monitor);
        assertThat(verdict).isInstanceOf(Verdict.Proved.class);
        return verdict.stats();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cycles_or_none_the_counts_do_not_depend_on_workers_and_pauses(boolean cycles) {
        Program program = world -> light(world, cycles ? 2 : 3, cycles);
        Duration never = Duration.ofDays(1);
        Duration often = cycles ? Duration.ofMillis(30) : Duration.ofNanos(1);
        Stats one = prove(program, Budget.DEFAULT, never);
        assertThat(one.states()).isGreaterThan(500);
        for (int workers = 1; workers <= 3; workers++) {
            for (Duration pauses : List.of(never, often)) {
                Stats other = prove(program, Budget.DEFAULT.withWorkers(workers), pauses);
                assertThat(List.of(other.states(), other.finals(), other.transitions()))
                        .isEqualTo(List.of(one.states(), one.finals(), one.transitions()));
            }
        }
    }

    @Test
    void without_memory_for_the_transitions_of_cycles_nothing_is_proved() {
        Budget little = Budget.DEFAULT.withMemoryBytes(300_000).withTime(Duration.ofSeconds(20));
        assertThat(Explorer.exhaust(world -> light(world, 3, false), SC, little)).isInstanceOf(Verdict.Proved.class);
        assertThat(Explorer.exhaust(world -> light(world, 3, true), SC, little)).isInstanceOfSatisfying(
                Verdict.Inconclusive.class, v -> assertThat(v.why()).contains("livelocks are looked for"));
    }
}
