package ringproof.check.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import ringproof.check.memory.SmallProgram.Op;

/// Comes to the outcomes of a litmus test under sequential consistency by brute force, without the engine: every interleaving, one
/// memory. Fences do nothing. Source: Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs",
/// 1979.
final class SequentialOracle {
    private static final int FREE = -1;
    private final LitmusProgram program;
    private final Set<String> outcomes = new TreeSet<>();

    private SequentialOracle(LitmusProgram program) {
        this.program = program;
    }

    static Set<String> outcomes(LitmusProgram program) {
        SequentialOracle oracle = new SequentialOracle(program);
        int agents = program.agents().size();
        oracle.interleave(new int[agents], new long[LitmusProgram.WORDS.length()], 0, FREE, new long[agents][0]);
        return oracle.outcomes;
    }

    /// @param next  of each agent, its next operation
    /// @param count how often the locked counter was incremented
    /// @param loads of each agent, what it has read
    private void interleave(int[] next, long[] words, long count, int lockOwner, long[][] loads) {
        boolean ended = true;
        for (int agent = 0; agent < next.length; agent++) {
            List<Op> ops = program.agents().get(agent);
            if (next[agent] < ops.size()) {
                ended = false;
                step(agent, ops.get(next[agent]), next.clone(), words.clone(), count, lockOwner, loads.clone());
            }
        }
        if (ended) {
            List<Long> all = new ArrayList<>();
            Arrays.stream(loads).flatMapToLong(Arrays::stream).forEach(all::add);
            outcomes.add(program.outcome(all, LongStream.of(words).boxed().toList()));
        }
    }

    private void step(int agent, Op op, int[] next, long[] words, long count, int lockOwner, long[][] loads) {
        long total = count;
        int owner = lockOwner;
        switch (op.kind()) {
            case STORE, RELEASE_STORE, VOLATILE_STORE -> words[op.word()] = op.value();
            case LOAD, ACQUIRE_LOAD, VOLATILE_LOAD -> log(loads, agent, words[op.word()]);
            case ADD -> {
                log(loads, agent, words[op.word()]);
                words[op.word()] += op.value();
            }
            case COMPARE_AND_SET -> {
                log(loads, agent, words[op.word()] == 0 ? 1 : 0);
                words[op.word()] = words[op.word()] == 0 ? op.value() : words[op.word()];
            }
            case LOCKED_INCREMENT -> {
                total += op.value();
                words[op.word()] = total;
                log(loads, agent, words[(op.word() + 1) % SmallProgram.WORDS]);
            }
            case LOCK -> owner = agent;
            case UNLOCK -> owner = FREE;
            default -> {
            }
        }
        boolean locks = op.kind() == SmallProgram.Kind.LOCK || op.kind() == SmallProgram.Kind.LOCKED_INCREMENT;
        if (!locks || lockOwner == FREE) {
            next[agent]++;
            interleave(next, words, total, owner, loads);
        }
    }

    private static void log(long[][] loads, int agent, long value) {
        loads[agent] = LongStream.concat(Arrays.stream(loads[agent]), LongStream.of(value)).toArray();
    }
}
