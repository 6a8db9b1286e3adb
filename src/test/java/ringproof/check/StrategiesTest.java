package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.memory.SmallProgram;
import ringproof.machine.Cell;

/// Ways through the schedules other than all of them: few preemptions first, and at random.
class StrategiesTest {
    private static final Configuration SC = Configuration.of(MemoryModel.SC);

    private static void lostUpdate(World world) {
        Cell cell = world.machine().newCell("counter");
        world.agents("adder", 3, () -> {
            long seen = cell.get();
            cell.compareAndSet(seen, seen + 1);
        });
        world.atEnd(() -> cell.get() == 3 ? null : "lost update");
    }

    @Test
    void a_finding_that_needs_one_preemption_is_proved_up_to_none() {
        assertThat(Explorer.bounded(StrategiesTest::lostUpdate, SC, 0, Budget.DEFAULT))
                .isInstanceOfSatisfying(Verdict.ProvedUpTo.class, v -> assertThat(v.preemptions()).isZero());
        assertThat(Explorer.bounded(StrategiesTest::lostUpdate, SC, 1, Budget.DEFAULT))
                .isInstanceOfSatisfying(Verdict.Refuted.class, v -> assertThat(preemptions(v.schedule(), 3)).isOne());
    }

    /// Switches away from an agent that is switched back to later.
    private static int preemptions(Schedule schedule, int agents) {
        int count = 0;
        int[] steps = schedule.transitions();
        for (int i = 1; i < steps.length; i++) {
            int agent = steps[i - 1] % agents;
            boolean goesOnLater = java.util.Arrays.stream(steps, i, steps.length)
                    .anyMatch(t -> t % agents == agent && t / agents != 1);
            if (steps[i] % agents != agent && steps[i] / agents != 1 && goesOnLater) {
                count++;
            }
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void a_bound_that_is_never_reached_is_a_proof_with_the_same_final_states(MemoryModel model) {
        SmallProgram program = new SmallProgram(List.of(
                List.of(new SmallProgram.Op(SmallProgram.Kind.STORE, 0, 1),
                        new SmallProgram.Op(SmallProgram.Kind.LOAD, 1, 0)),
                List.of(new SmallProgram.Op(SmallProgram.Kind.STORE, 1, 1),
                        new SmallProgram.Op(SmallProgram.Kind.LOAD, 0, 0))));
        Verdict bounded = Explorer.bounded(program, Configuration.of(model), 100, Budget.DEFAULT);
        Verdict exhausted = Explorer.exhaust(program, Configuration.of(model), Budget.DEFAULT);
        assertThat(bounded).isInstanceOf(Verdict.Proved.class);
        assertThat(bounded.stats().finals()).isEqualTo(exhausted.stats().finals());
    }

    @Test
    void a_budget_that_runs_out_leaves_what_was_proved_until_then() {
        Verdict verdict = Explorer.bounded(world -> {
            Cell[] cells = {world.machine().newCell("a"), world.machine().newCell("b")};
            for (int i = 0; i < 3; i++) {
                world.agent("agent" + i, () -> {
                    for (int n = 0; n < 6; n++) {
                        cells[n % 2].getAndAdd(n);
                    }
                });
            }
        }, SC, 100, Budget.DEFAULT.withStates(300));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.ProvedUpTo.class, v -> {
            assertThat(v.preemptions()).isNotNegative();
            assertThat(v.why()).contains("300 states");
        });
    }

    @Test
    void a_finding_shrinks_to_the_fewest_preemptions() {
        Verdict.Refuted found = (Verdict.Refuted) Explorer.exhaust(StrategiesTest::lostUpdate, SC, Budget.DEFAULT);
        Verdict.Refuted shrunk = Explorer.shrink(StrategiesTest::lostUpdate, SC, found, Budget.DEFAULT);
        assertThat(preemptions(shrunk.schedule(), 3)).isOne();
        assertThat(shrunk.schedule().length()).isLessThanOrEqualTo(found.schedule().length());
        assertThat(Replay.run(StrategiesTest::lostUpdate, SC, shrunk.schedule()).failure()).isEqualTo(shrunk.failure());
    }

    @ParameterizedTest
    @EnumSource(Sampling.Strategy.class)
    void random_executions_find_an_easy_bug_and_the_schedule_replays(Sampling.Strategy strategy) {
        Sampling sampling = Explorer.sample(StrategiesTest::lostUpdate, SC, strategy, 1, 1000);
        assertThat(sampling.failure()).isNotNull();
        Schedule schedule = java.util.Objects.requireNonNull(sampling.schedule());
        assertThat(Replay.run(StrategiesTest::lostUpdate, SC, schedule).failure()).isEqualTo(sampling.failure());
        assertThat(Explorer.sample(StrategiesTest::lostUpdate, SC, strategy, 1, 1000)).isEqualTo(sampling);
        assertThat(Explorer.sample(world -> world.agent("sound", () -> {
        }), SC, strategy, 1, 50)).isEqualTo(new Sampling(null, null, 50));
    }

    /// The guarantee of PCT: a bug of depth d is found with probability 1 / (n k^(d-1)) at least.
    @Test
    void priorities_find_an_order_of_many_steps_that_equal_chances_miss() {
        Program program = world -> {
            Cell cell = world.machine().newCell("cell");
            world.agent("long", () -> {
                for (int i = 0; i < 40; i++) {
                    cell.get();
                }
                cell.set(1);
                cell.get();
            });
            world.agent("late", () -> {
                if (cell.get() == 1) {
                    world.fail("came after all of that");
                }
            });
        };
        assertThat(Explorer.sample(program, SC, Sampling.Strategy.PCT, 1, 20).failure()).isNotNull();
        assertThat(Explorer.sample(program, SC, Sampling.Strategy.UNIFORM, 1, 20).failure()).isNull();
    }

    @Test
    void one_worker_and_two_count_the_same() {
        for (MemoryModel model : MemoryModel.values()) {
            Program program = world -> {
                Cell[] cells = {world.machine().newCell("a"), world.machine().newCell("b")};
                for (int i = 0; i < 3; i++) {
                    int first = i % 2;
                    world.agent("agent" + i, () -> {
                        for (int n = 0; n < 2; n++) {
                            cells[first].getAndAdd(1);
                            cells[1 - first].get();
                        }
                    });
                }
            };
            Stats one = Explorer.exhaust(program, Configuration.of(model), Budget.DEFAULT).stats();
            Stats two = Explorer.exhaust(program, Configuration.of(model), Budget.DEFAULT.withWorkers(2)).stats();
            assertThat(one.states()).isGreaterThan(100);
            assertThat(List.of(two.states(), two.finals(), two.transitions()))
                    .isEqualTo(List.of(one.states(), one.finals(), one.transitions()));
        }
    }

    @Test
    void interchangeable_agents_are_explored_once() {
        Configuration without = SC.reducing(java.util.EnumSet.complementOf(java.util.EnumSet.of(Reduction.SYMMETRY)));
        Program program = world -> {
            Cell cell = world.machine().newCell("cell");
            world.agents("adder", 3, () -> {
                cell.getAndAdd(1);
                cell.getAndAdd(2);
            });
            world.atEnd(() -> cell.get() == 9 ? null : "sum");
        };
        Stats all = Explorer.exhaust(program, without, Budget.DEFAULT).stats();
        Stats once = Explorer.exhaust(program, SC, Budget.DEFAULT).stats();
        assertThat(once.states()).isLessThan(all.states() / 2);
        assertThat(Explorer.exhaust(StrategiesTest::lostUpdate, without, Budget.DEFAULT))
                .isInstanceOf(Verdict.Refuted.class);
        assertThat(Explorer.exhaust(StrategiesTest::lostUpdate, SC, Budget.DEFAULT))
                .isInstanceOf(Verdict.Refuted.class);
    }
}
