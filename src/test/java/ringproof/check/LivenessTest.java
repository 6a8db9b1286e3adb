package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// Executions that go on for ever although every agent gets its turn are found; those that need an unfair scheduler are not.
class LivenessTest {
    private static Verdict explore(Program program, MemoryModel model) {
        return Explorer.exhaust(program, Configuration.of(model), Budget.DEFAULT);
    }

    private static Verdict.Refuted livelockOf(Program program, MemoryModel model) {
        Verdict verdict = explore(program, model);
        assertThat(verdict).isInstanceOf(Verdict.Refuted.class);
        Verdict.Refuted refuted = (Verdict.Refuted) verdict;
        assertThat(refuted.failure().kind()).isEqualTo(Failure.Kind.LIVELOCK);
        return refuted;
    }

    /// Each says that it wants to go, and steps back if the other wants to as well.
    private static void polite(World world, boolean byTurns) {
        Machine machine = world.machine();
        Cell[] wants = {machine.newCell("wants0"), machine.newCell("wants1")};
        for (int i = 0; i < 2; i++) {
            int me = i;
            world.agent("agent" + i, () -> {
                boolean gone = false;
                while (!gone) {
                    machine.checkpoint("again", Digestible.NOTHING);
                    wants[me].getAndAdd(1);
                    gone = (byTurns && me == 0) || wants[1 - me].get() == 0;
                    if (!gone) {
                        wants[me].getAndAdd(-1);
                    }
                }
                wants[me].compareAndSet(1, 0);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void two_that_always_step_back_for_each_other_are_a_livelock(MemoryModel model) {
        Verdict.Refuted refuted = livelockOf(world -> polite(world, false), model);
        assertThat(refuted.failure().toString()).isEqualTo("livelock: agent0, agent1 go round for ever");
        assertThat(explore(world -> polite(world, true), model)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void a_lasso_replays_from_its_text(MemoryModel model) {
        Verdict.Refuted refuted = livelockOf(world -> polite(world, false), model);
        Schedule schedule = Schedule.decode(refuted.schedule().encode());
        assertThat(schedule.round()).isNotNegative();
        Replay replay = Replay.run(world -> polite(world, false), Configuration.of(model), schedule);
        assertThat(replay.misfit()).isNull();
        assertThat(replay.failure()).isEqualTo(refuted.failure());
        Schedule cut = new Schedule(java.util.Arrays.copyOf(schedule.transitions(), schedule.length() - 1),
                schedule.round());
        assertThat(Replay.run(world -> polite(world, false), Configuration.of(model), cut).misfit())
                .contains("does not come back");
    }

    /// A word that a daemon sets and clears for ever.
    private static Cell trafficLight(World world) {
        Machine machine = world.machine();
        Cell light = machine.newCell("light");
        world.daemon("traffic light", () -> {
            while (true) {
                machine.checkpoint("red", Digestible.NOTHING);
                light.getAndAdd(1);
                light.getAndAdd(-1);
            }
        });
        return light;
    }

    @ParameterizedTest
    @EnumSource(value = MemoryModel.class, names = {"SC", "TSO"})
    void one_that_always_looks_at_the_wrong_moment_starves(MemoryModel model) {
        Program program = world -> {
            Machine machine = world.machine();
            Cell light = trafficLight(world);
            world.agent("car", () -> {
                while (light.get() == 0) {
                    machine.relax();
                    machine.checkpoint("waiting", Digestible.NOTHING);
                }
            });
        };
        assertThat(livelockOf(program, model).failure().message()).contains("car", "round for ever");
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void waiting_without_saying_so_ends_when_everybody_gets_his_turn(MemoryModel model) {
        Program program = world -> {
            Machine machine = world.machine();
            Cell flag = machine.newCell("flag");
            world.agent("waiter", () -> {
                while (flag.get() == 0) {
                    machine.checkpoint("again", Digestible.NOTHING);
                }
            });
            world.agent("setter", () -> flag.set(1));
        };
        assertThat(explore(program, model)).isInstanceOf(Verdict.Proved.class);
    }

    /// Under the weak model it reads an old value, comes to know a newer one by taking the lock, and must then look once more.
    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void one_that_has_come_further_than_what_it_has_read_spins_on(MemoryModel model) {
        Program program = world -> {
            Machine machine = world.machine();
            Cell flag = machine.newCell("flag");
            Lock lock = machine.newLock("lock", Digestible.NOTHING);
            world.agent("waiter", () -> {
                while (flag.get() == 0) {
                    lock.lock();
                    lock.unlock();
                    machine.relax();
                }
            });
            world.agent("setter", () -> {
                lock.lock();
                flag.set(1);
                lock.unlock();
            });
        };
        assertThat(explore(program, model)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void nobody_is_left_out_because_somebody_else_goes_round_for_ever(MemoryModel model) {
        Program program = world -> {
            Machine machine = world.machine();
            Cell own = machine.newCell("own");
            Cell other = machine.newCell("other");
            world.daemon("clock", () -> {
                while (true) {
                    machine.checkpoint("tick", Digestible.NOTHING);
                    own.get();
                }
            });
            world.agent("worker", () -> {
                other.get();
                world.choose("any", 2);
                other.get();
                world.fail("the worker has come to its end");
            });
        };
        assertThat(explore(program, model)).isInstanceOfSatisfying(Verdict.Refuted.class,
                refuted -> assertThat(refuted.failure().message()).isEqualTo("the worker has come to its end"));
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void a_daemon_may_go_round_for_ever_when_all_others_have_finished(MemoryModel model) {
        Program program = world -> {
            Machine machine = world.machine();
            Cell own = machine.newCell("own");
            world.daemon("clock", () -> {
                while (true) {
                    machine.checkpoint("tick", Digestible.NOTHING);
                    own.get();
                }
            });
            world.agent("worker", own::get);
        };
        assertThat(explore(program, model)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void stores_without_end_that_nobody_has_seen_are_beyond_the_weak_model() {
        Program program = world -> {
            Cell light = trafficLight(world);
            world.agent("car", light::get);
        };
        assertThat(explore(program, MemoryModel.WEAK)).isInstanceOfSatisfying(Verdict.Inconclusive.class,
                inconclusive -> assertThat(inconclusive.why()).startsWith("more than 24 stores to light"));
    }
}
