package ringproof.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.memory.SmallProgram;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// What the engine finds, what it proves, and when it admits that it does not know.
class EngineTest {
    private static final Configuration SC = Configuration.of(MemoryModel.SC);
    private static final Configuration TSO = Configuration.of(MemoryModel.TSO);

    private static Verdict explore(Consumer<World> program, Configuration configuration) {
        return Explorer.exhaust(program::accept, configuration, Budget.DEFAULT);
    }

    private static Failure failureOf(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refuted.class);
        return ((Verdict.Refuted) verdict).failure();
    }

    private static void incrementTwice(World world, boolean atomic) {
        Cell cell = world.machine().newCell("counter");
        for (int i = 1; i <= 2; i++) {
            world.agent("agent" + i, () -> {
                if (atomic) {
                    cell.getAndAdd(1);
                } else {
                    cell.set(cell.get() + 1);
                }
            });
        }
        world.atEnd(() -> cell.get() == 2 ? null : "lost update");
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void a_lost_update_is_refuted_and_its_atomic_twin_proved(MemoryModel model) {
        Configuration configuration = Configuration.of(model);
        assertThat(failureOf(explore(world -> incrementTwice(world, false), configuration)))
                .isEqualTo(new Failure(Failure.Kind.PROPERTY, "lost update"));
        assertThat(explore(world -> incrementTwice(world, true), configuration)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_lock_cycle_is_stuck() {
        Verdict verdict = explore(world -> {
            Lock a = world.machine().newLock("a", Digestible.NOTHING);
            Lock b = world.machine().newLock("b", Digestible.NOTHING);
            world.agent("ab", () -> nest(a, b));
            world.agent("ba", () -> nest(b, a));
        }, SC);
        assertThat(failureOf(verdict).toString()).isEqualTo("stuck: ab waits for ever for the lock b");
    }

    private static void nest(Lock outer, Lock inner) {
        outer.lock();
        inner.lock();
        inner.unlock();
        outer.unlock();
    }

    @Test
    void an_agent_left_waiting_is_stuck_and_a_daemon_is_not() {
        Consumer<World> waiting = world -> world.agent("sleeper", world.machine().newEvent("alarm")::await);
        Consumer<World> daemon = world -> world.daemon("sleeper", world.machine().newEvent("alarm")::await);
        assertThat(failureOf(explore(waiting, SC)).message()).isEqualTo("sleeper waits for ever for the event alarm");
        assertThat(explore(daemon, SC)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void an_exception_names_the_agent() {
        Verdict verdict = explore(world -> world.agent("clumsy", () -> world.machine().memory().get64Opaque(1 << 30)),
                SC);
        assertThat(failureOf(verdict).toString()).startsWith("exception: clumsy threw").contains("0x40000000");
    }

    private static void passPlainData(World world, boolean published) {
        GuestMemory memory = world.machine().memory();
        world.agent("writer", () -> {
            memory.set64(8, 42);
            memory.set16Release(0, 1, Barrier.PUBLISH_USED);
        });
        world.agent("reader", () -> {
            if (!published || memory.get16Acquire(0, Barrier.SEE_USED) == 1) {
                memory.get64(8);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void plain_accesses_that_can_meet_are_a_race_and_published_ones_are_not(MemoryModel model) {
        Configuration configuration = Configuration.of(model);
        assertThat(failureOf(explore(world -> passPlainData(world, false), configuration)).kind())
                .isEqualTo(Failure.Kind.DATA_RACE);
        assertThat(explore(world -> passPlainData(world, true), configuration)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void plain_accesses_under_a_lock_do_not_race_and_without_it_they_do(MemoryModel model) {
        Consumer<World> program = world -> {
            Lock lock = world.machine().newLock("lock", Digestible.NOTHING);
            for (int i = 1; i <= 2; i++) {
                world.agent("agent" + i, () -> {
                    lock.lock();
                    world.machine().memory().set64(8, world.machine().memory().get64(8) + 1);
                    lock.unlock();
                });
            }
            world.atEnd(() -> world.machine().memory().get64(8) == 2 ? null : "lost update");
        };
        assertThat(explore(program, Configuration.of(model))).isInstanceOf(Verdict.Proved.class);
        assertThat(failureOf(explore(program, Configuration.of(model).ignoringLock("lock"))).kind())
                .isEqualTo(Failure.Kind.DATA_RACE);
    }

    @Test
    void an_event_keeps_a_signal_that_comes_first_and_counts_two_as_one() {
        Consumer<World> once = world -> signalTwice(world, 1);
        Consumer<World> twice = world -> signalTwice(world, 2);
        assertThat(explore(once, TSO)).isInstanceOf(Verdict.Proved.class);
        assertThat(failureOf(explore(twice, TSO)).kind()).isEqualTo(Failure.Kind.STUCK);
    }

    private static void signalTwice(World world, int awaits) {
        Event event = world.machine().newEvent("line");
        world.agent("signaller", () -> {
            event.signal();
            event.signal();
        });
        world.agent("waiter", () -> {
            for (int i = 0; i < awaits; i++) {
                event.await();
            }
        });
    }

    @Test
    void a_budget_that_runs_out_is_inconclusive() {
        Verdict states = Explorer.exhaust(storeBuffering(), TSO, Budget.DEFAULT.withStates(1));
        assertThat(states).isInstanceOfSatisfying(Verdict.Inconclusive.class,
                v -> assertThat(v.why()).contains("1 states"));
        Verdict depth = Explorer.exhaust(world -> {
            Cell cell = world.machine().newCell("cell");
            world.agent("busy", () -> {
                while (cell.get() == 0) {
                    // Spins without saying so.
                }
            });
        }, SC, Budget.DEFAULT.withDepth(100));
        assertThat(depth).isInstanceOfSatisfying(Verdict.Inconclusive.class,
                v -> assertThat(v.why()).contains("100 steps"));
    }

    @Test
    void a_spin_that_says_so_waits_for_a_change() {
        Consumer<World> program = world -> {
            Machine machine = world.machine();
            world.agent("spinner", () -> {
                while (machine.memory().get16Opaque(0) == 0) {
                    machine.relax();
                }
            });
            world.agent("setter", () -> machine.memory().set16Opaque(0, 1));
        };
        assertThat(explore(program, TSO)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_spin_that_has_read_a_word_twice_is_woken_by_a_change_back() {
        Consumer<World> program = world -> {
            GuestMemory memory = world.machine().memory();
            world.agent("spinner", () -> {
                memory.get16Opaque(0);
                while (memory.get16Opaque(0) != 1) {
                    world.machine().relax();
                }
            });
            world.agent("setter", () -> {
                for (int value : new int[]{1, 0, 1}) {
                    memory.set16Opaque(0, value);
                    memory.get16Opaque(2);
                }
            });
        };
        assertThat(explore(program, SC)).isInstanceOf(Verdict.Proved.class);
        assertThat(explore(program, TSO)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void a_fence_is_part_of_the_state_also_behind_a_checkpoint() {
        Consumer<World> program = world -> {
            Machine machine = world.machine();
            GuestMemory memory = machine.memory();
            Ghost[] seen = {world.ghost("first"), world.ghost("second")};
            world.agent("maybe fenced", () -> {
                int z = memory.get16Opaque(0);
                memory.set16Opaque(2, 1);
                if (z == 0) {
                    memory.fence(Barrier.KICK_CHECK);
                }
                machine.checkpoint("after", Digestible.NOTHING);
                seen[0].set(memory.get16Opaque(4));
            });
            world.agent("fenced", () -> {
                memory.set16Opaque(0, 1);
                memory.set16Opaque(4, 1);
                memory.fence(Barrier.KICK_CHECK);
                seen[1].set(memory.get16Opaque(2));
            });
            world.atEnd(() -> seen[0].get() == 0 && seen[1].get() == 0 ? "both old" : null);
        };
        for (Set<Reduction> reductions : List.of(Set.<Reduction>of(), Set.of(Reduction.values()))) {
            assertThat(failureOf(explore(program, TSO.reducing(reductions))).message()).isEqualTo("both old");
        }
    }

    @Test
    void plain_and_ordered_access_to_one_word_by_one_agent_are_refused() {
        Verdict verdict = explore(world -> world.agent("mixer", () -> {
            world.machine().memory().set16Opaque(0, 1);
            world.machine().memory().set16(0, 2);
        }), TSO);
        assertThat(failureOf(verdict).message()).contains("mixer makes a plain access",
                "one kind of access for one word");
    }

    @Test
    void a_program_beyond_the_limits_is_refused() {
        assertThatThrownBy(() -> explore(world -> {
            for (int i = 0; i < 40; i++) {
                world.agent("agent" + i, () -> {
                });
            }
        }, SC)).isInstanceOf(IllegalStateException.class).hasMessageContaining("at most 31 agents");
        assertThatThrownBy(() -> explore(world -> {
            for (int i = 0; i < 1025; i++) {
                world.machine().newCell("cell" + i).set(1);
            }
        }, SC)).isInstanceOf(IllegalStateException.class).hasMessageContaining("at most 1024 cells");
    }

    /// The race shows only where one agent stands between its plain access and its next step.
    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void a_race_is_found_although_the_racing_steps_share_nothing_else(MemoryModel model) {
        Consumer<World> program = world -> {
            GuestMemory memory = world.machine().memory();
            Cell x = world.machine().newCell("x");
            Cell y = world.machine().newCell("y");
            world.agent("writer", () -> {
                x.get();
                memory.set64(8, 42);
                x.get();
            });
            world.agent("reader", () -> {
                y.get();
                memory.get64(8);
                y.get();
            });
        };
        assertThat(failureOf(explore(program, Configuration.of(model))).kind()).isEqualTo(Failure.Kind.DATA_RACE);
    }

    @Test
    void continuations_and_threads_explore_the_same() {
        SmallProgram program = storeBuffering();
        Stats onContinuations = Explorer.exhaust(program, TSO, Budget.DEFAULT).stats();
        Stats onThreads = Explorer.exhaust(program, TSO.onThreads(), Budget.DEFAULT).stats();
        assertThat(onThreads).usingRecursiveComparison().ignoringFields("time").isEqualTo(onContinuations);
        assertThat(program.outcomes(TSO.onThreads())).isEqualTo(program.outcomes(TSO)).hasSize(4);
    }

    /// On continuations nobody would notice: one thread runs all agents, and a monitor lets its own thread in.
    @Test
    void an_agent_that_waits_for_a_monitor_on_a_thread_is_refused() {
        Consumer<World> program = world -> {
            Object monitor = new Object();
            world.agents("agent", 2, () -> {
                synchronized (monitor) {
                    world.machine().memory().get16Opaque(0);
                }
            });
        };
        assertThatThrownBy(() -> explore(program, SC.onThreads())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be a lock of the machine");
    }

    private static SmallProgram storeBuffering() {
        return new SmallProgram(List.of(
                List.of(new SmallProgram.Op(SmallProgram.Kind.STORE, 0, 1),
                        new SmallProgram.Op(SmallProgram.Kind.LOAD, 1, 0)),
                List.of(new SmallProgram.Op(SmallProgram.Kind.STORE, 1, 1),
                        new SmallProgram.Op(SmallProgram.Kind.LOAD, 0, 0))));
    }

    @Test
    void a_schedule_replays_exactly_and_only_on_its_own_program() {
        Program program = world -> incrementTwice(world, false);
        Verdict.Refuted refuted = (Verdict.Refuted) Explorer.exhaust(program, TSO, Budget.DEFAULT);
        Schedule schedule = Schedule.decode(refuted.schedule().encode());
        Replay replay = Replay.run(program, TSO, schedule);
        assertThat(replay.failure()).isEqualTo(refuted.failure());
        assertThat(replay.misfit()).isNull();
        assertThat(replay.trace().toText()).contains("counter -> 0", "counter = 1")
                .isEqualTo(Replay.run(program, TSO, schedule).trace().toText());
        assertThat(Replay.run(world -> incrementTwice(world, true), TSO, schedule).failure()).isNull();
        assertThat(Replay.run(world -> world.agent("other", () -> world.choose("way", 2)), TSO, schedule).misfit())
                .isNotNull();
    }
}
