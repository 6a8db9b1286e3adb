package ringproof.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The barriers of [NativeMachine] as they are compiled, on the processor at hand.
final class NativeMachineLitmus {
    private static final int MEMORY_BYTES = 4096;
    /// Two words in cache lines of their own.
    private static final long X = 0;
    private static final long Y = 256;

    private static int value(int round) {
        return (round & 0x7FFF) + 1;
    }

    /// SB: each side stores its own word, then loads the other's. How often both loads were old.
    private static int storeBuffering(GuestMemory memory, Barrier left, Barrier right) {
        int[] loaded = new int[Lockstep.ROUNDS];
        int[] bothOld = new int[1];
        Lockstep.run(meet -> {
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                meet.run();
                memory.set16Opaque(X, value(round));
                memory.fence(left);
                int seen = memory.get16Opaque(Y);
                meet.run();
                bothOld[0] += seen != value(round) && loaded[round] != value(round) ? 1 : 0;
            }
        }, meet -> {
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                meet.run();
                memory.set16Opaque(Y, value(round));
                memory.fence(right);
                loaded[round] = memory.get16Opaque(X);
                meet.run();
            }
        });
        return bothOld[0];
    }

    @ParameterizedTest
    @CsvSource({"KICK_CHECK,AVAILABLE_RECHECK", "NOTIFY_CHECK,USED_RECHECK"})
    void with_a_full_barrier_on_both_sides_one_of_them_sees_the_other(Barrier left, Barrier right) {
        assertThat(storeBuffering(new NativeMachine(MEMORY_BYTES).memory(), left, right)).isZero();
    }

    @Test
    void without_them_neither_may_see_the_other() {
        GuestMemory memory = new UnfencedMemory(new NativeMachine(MEMORY_BYTES).memory());
        Lockstep.assertSeen("both old without fences",
                storeBuffering(memory, Barrier.KICK_CHECK, Barrier.AVAILABLE_RECHECK));
    }

    /// MP: how often the flag was new and the data old.
    private static int messagePassing(boolean dataFirst) {
        GuestMemory memory = new NativeMachine(MEMORY_BYTES).memory();
        int[] old = new int[1];
        Lockstep.run(meet -> {
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                meet.run();
                if (dataFirst) {
                    memory.set16(X, value(round));
                }
                memory.set16Release(Y, value(round), Barrier.PUBLISH_USED);
                if (!dataFirst) {
                    memory.set16(X, value(round));
                }
                meet.run();
            }
        }, meet -> {
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                meet.run();
                while (memory.get16Acquire(Y, Barrier.SEE_USED) != value(round)) {
                    Thread.onSpinWait();
                }
                old[0] += memory.get16(X) != value(round) ? 1 : 0;
                meet.run();
            }
        });
        return old[0];
    }

    @Test
    void who_sees_the_flag_sees_the_data() {
        assertThat(messagePassing(true)).isZero();
    }

    /// On a processor that keeps stores in order, dropping the barrier alone shows nothing: so here the program has the wrong order.
    @Test
    void where_the_flag_is_stored_first_the_data_may_be_old() {
        Lockstep.assertSeen("new flag, old data", messagePassing(false));
    }
}
