package ringproof.check.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.check.Program;
import ringproof.check.Verdict;
import ringproof.check.World;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;

/// Programs with loops whose proof needs the one order of volatile accesses.
class VolatileOrderTest {
    private static final int TURN = 4;
    private static final int DATA = 8;

    /// Source: Peterson, "Myths about the mutual exclusion problem", 1981.
    private static void peterson(World world, boolean isVolatile) {
        GuestMemory memory = world.machine().memory();
        for (int i = 0; i < 2; i++) {
            int me = 2 * i;
            int other = 2 - me;
            world.agent("agent" + (i + 1), () -> {
                for (int round = 0; round < 2; round++) {
                    set(memory, me, 1, isVolatile);
                    set(memory, TURN, other, isVolatile);
                    while (get(memory, other, isVolatile) == 1 && get(memory, TURN, isVolatile) == other) {
                        world.machine().relax();
                    }
                    memory.set16(DATA, memory.get16(DATA) + 1);
                    set(memory, me, 0, isVolatile);
                }
            });
        }
        world.atEnd(() -> memory.get16(DATA) == 4 ? null : "lost update");
    }

    private static void set(GuestMemory memory, int addr, int value, boolean isVolatile) {
        if (isVolatile) {
            memory.set16Volatile(addr, value);
        } else {
            memory.set16Release(addr, value);
        }
    }

    private static int get(GuestMemory memory, int addr, boolean isVolatile) {
        return isVolatile ? memory.get16Volatile(addr) : memory.get16Acquire(addr);
    }

    @ParameterizedTest
    @EnumSource(MemoryModel.class)
    void mutual_exclusion_by_volatile_accesses_is_proved(MemoryModel model) {
        assertThat(Explorer.exhaust(world -> peterson(world, true), Configuration.of(model), Budget.DEFAULT))
                .isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void mutual_exclusion_by_releases_and_acquires_is_refuted() {
        assertThat(
                Explorer.exhaust(world -> peterson(world, false), Configuration.of(MemoryModel.WEAK), Budget.DEFAULT))
                .isInstanceOfSatisfying(Verdict.Refuted.class,
                        refuted -> assertThat(refuted.failure().kind()).isEqualTo(Failure.Kind.DATA_RACE));
    }

    /// Each round adds a volatile load, whose place stays open as long as another agent may still load what the poller has seen before: only
    /// the last one is kept, else no state would be reached twice.
    @Test
    void polling_with_volatile_loads_comes_back_to_the_same_states() {
        Program program = world -> {
            GuestMemory memory = world.machine().memory();
            world.agent("poller", () -> {
                if (memory.get16Volatile(0) == 1) {
                    while (memory.get16Volatile(2) == 0) {
                        world.machine().checkpoint("poll", Digestible.NOTHING);
                    }
                }
            });
            world.agent("first", () -> memory.set16Volatile(0, 1));
            world.agent("second", () -> memory.set16Volatile(2, 1));
            world.agent("third", () -> memory.get16Volatile(0));
        };
        assertThat(Explorer.exhaust(program, Configuration.of(MemoryModel.WEAK), Budget.DEFAULT))
                .isInstanceOf(Verdict.Proved.class);
    }

    /// The third agent loads both words over and over: what it has seen must still hold back the fourth.
    @Test
    void forgotten_loads_leave_the_order_as_it_is() {
        for (int rounds = 1; rounds <= 3; rounds++) {
            LitmusProgram program = LitmusProgram.of("x.vol=1 || y.vol=1 || " + "r=x.vol; r=y.vol; ".repeat(rounds)
                    + "r=x.vol || r=y.vol; r=x.vol");
            String end = " 1 0";
            String seesOnlyTheFirst = "1 0 ".repeat(rounds) + "1";
            assertThat(program.outcomes(MemoryModel.WEAK)).doesNotContain(seesOnlyTheFirst + end)
                    .containsAll(List.of(seesOnlyTheFirst + " 1 1", seesOnlyTheFirst + " 0 0"));
        }
    }

    /// The third agent releases between two loads of the same: whoever acquires that comes after the first of the two.
    @Test
    void a_repeated_load_that_somebody_knows_of_is_kept() {
        String outcome = "0 1 1 1 0";
        String rest = " || x.vol=1 || r=x.vol; y.rel=1; r=x.vol || r=y.acq; r=z.vol";
        assertThat(LitmusProgram.of("z.vol=1; r=x.vol" + rest).outcomes(MemoryModel.WEAK)).doesNotContain(outcome);
        assertThat(LitmusProgram.of("z.rel=1; r=x.acq" + rest).outcomes(MemoryModel.WEAK)).contains(outcome);
    }
}
