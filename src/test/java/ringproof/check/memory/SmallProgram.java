package ringproof.check.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ringproof.check.Budget;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.Failure;
import ringproof.check.Ghost;
import ringproof.check.Program;
import ringproof.check.Sampling;
import ringproof.check.Verdict;
import ringproof.check.World;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.Fence;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// A program made of lists of primitive operations on a few shared words, one list an agent; for checking the engine itself.
///
/// Its outcomes are all that can be told apart at the end: what every agent has read, where it stands, and the memory.
public record SmallProgram(List<List<Op>> agents) implements Program {
    public static final int WORDS = 3;
    private static final int PLAIN = 64;

    /// What an agent can do. `word` is 0 to [#WORDS] - 1; opaque, acquire and release accesses and additions also take a cell, from
    /// [#WORDS] on.
    public enum Kind {
        LOAD, STORE, RELEASE_STORE, ACQUIRE_LOAD, VOLATILE_STORE, VOLATILE_LOAD, FENCE, ACQUIRE_FENCE, RELEASE_FENCE,
        STORE_STORE_FENCE, LOAD_LOAD_FENCE, ADD, COMPARE_AND_SET, LOCKED_INCREMENT, SIGNAL, AWAIT,
        SPIN_UNTIL_SET, CHOOSE,
        /// Halves of a critical section.
        LOCK, UNLOCK,
        /// Two locks, one inside the other; the word is written under both and read under none.
        NESTED_LOCKS,
        /// A loop that does not say how it came to its result.
        SETTLED_LOAD,
        /// Race if two agents can meet here.
        PLAIN_LOAD, PLAIN_STORE
    }

    public record Op(Kind kind, int word, int value) {
    }

    @Override
    public int memoryBytes() {
        return 128;
    }

    @Override
    public void build(World world) {
        build(world, new TreeSet<>());
    }

    /// The outcomes of every execution that a search with these reductions explores.
    public Set<String> outcomes(Configuration configuration) {
        Set<String> outcomes = new TreeSet<>();
        Verdict verdict = Explorer.exhaust(world -> build(world, outcomes), configuration, Budget.DEFAULT);
        if (verdict instanceof Verdict.Refuted refuted) {
            // The search ends there, wherever that is.
            return Set.of("refuted: " + refuted.failure().kind());
        }
        if (!(verdict instanceof Verdict.Proved)) {
            outcomes.add(verdict.getClass().getSimpleName());
        }
        return outcomes;
    }

    /// The outcomes of some random walks over the real code, without a search.
    public Set<String> walks(Configuration configuration, int count) {
        Set<String> outcomes = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            Sampling.Strategy strategy = i % 2 == 0 ? Sampling.Strategy.UNIFORM : Sampling.Strategy.PCT;
            Failure failure = Explorer.sample(world -> build(world, outcomes), configuration, strategy, i, 1).failure();
            if (failure != null) {
                return Set.of("refuted: " + failure.kind());
            }
        }
        return outcomes;
    }

    private void build(World world, Set<String> outcomes) {
        Machine machine = world.machine();
        List<Ghost> seen = new ArrayList<>();
        int[] counter = {0};
        Lock lock = machine.newLock("lock", d -> d.add(counter[0]));
        Lock inner = machine.newLock("inner", ringproof.machine.Digestible.NOTHING);
        Event event = machine.newEvent("event");
        List<Cell> cells = new ArrayList<>(List.of(machine.newCell("cell")));
        for (int i = 0; i < WORDS; i++) {
            cells.add(machine.newCell("cell" + (WORDS + i)));
        }
        for (List<Op> ops : agents) {
            Log log = new Log(world.ghost("seen" + seen.size()));
            seen.add(log.ghost);
            world.daemon("agent" + seen.size(), () -> {
                log.all = 0;
                for (Op op : ops) {
                    run(world, op, log, counter, lock, inner, event, cells);
                }
                log.add(-1L);
            });
        }
        world.atEnd(() -> {
            StringBuilder outcome = new StringBuilder(seen.stream().map(Log::decode).toList().toString());
            for (int word = 0; word < WORDS; word++) {
                outcome.append(' ').append(machine.memory().get16(2L * word));
            }
            outcome.append(" cell");
            cells.forEach(cell -> outcome.append(' ').append(cell.get()));
            outcomes.add(outcome.toString());
            return null;
        });
    }

    /// What an agent has read, as digits of one number: a property cannot look at the agent itself.
    private static final class Log {
        private static final int BASE = 64;
        private final Ghost ghost;
        private long all;

        Log(Ghost ghost) {
            this.ghost = ghost;
        }

        void add(long value) {
            all = all * BASE + value + 2;
            ghost.set(all);
        }

        static List<Long> decode(Ghost ghost) {
            List<Long> values = new ArrayList<>();
            for (long rest = ghost.get(); rest != 0; rest /= BASE) {
                values.addFirst(rest % BASE - 2);
            }
            return values;
        }
    }

    private static void run(World world, Op op, Log log, int[] counter, Lock lock, Lock inner, Event event,
            List<Cell> cells) {
        GuestMemory memory = world.machine().memory();
        // An exchange of a word that is no cell is one of the first cell, and the word says what a compare-and-set expects: else 0.
        Cell cell = cells.get(Math.max(0, op.word - WORDS + 1));
        boolean inMemory = op.word < WORDS;
        long addr = 2L * op.word;
        switch (op.kind) {
            case LOAD -> log.add(inMemory ? memory.get16Opaque(addr) : cell.get());
            case STORE -> {
                if (inMemory) {
                    memory.set16Opaque(addr, op.value);
                } else {
                    cell.set(op.value);
                }
            }
            case RELEASE_STORE -> {
                if (inMemory) {
                    memory.set16Release(addr, op.value, Barrier.PUBLISH_USED);
                } else {
                    cell.setRelease(op.value, Barrier.PUBLISH_USED);
                }
            }
            case ACQUIRE_LOAD -> log
                    .add(inMemory ? memory.get16Acquire(addr, Barrier.SEE_USED) : cell.getAcquire(Barrier.SEE_USED));
            case VOLATILE_STORE -> memory.set16Volatile(addr, op.value);
            case VOLATILE_LOAD -> log.add((long) memory.get16Volatile(addr));
            case FENCE -> memory.fence(Barrier.KICK_CHECK);
            case ACQUIRE_FENCE -> memory.fence(Fence.ACQUIRE);
            case RELEASE_FENCE -> memory.fence(Fence.RELEASE);
            case STORE_STORE_FENCE -> memory.fence(Fence.STORE_STORE);
            case LOAD_LOAD_FENCE -> memory.fence(Fence.LOAD_LOAD);
            case ADD -> log.add(cell.getAndAdd(op.value));
            case COMPARE_AND_SET -> log.add(cell.compareAndSet(inMemory ? op.word : 0, op.value) ? 1L : 0L);
            case LOCKED_INCREMENT -> {
                lock.lock();
                counter[0] += op.value;
                memory.set16Opaque(addr, counter[0]);
                log.add((long) memory.get16Opaque(2L * ((op.word + 1) % WORDS)));
                lock.unlock();
            }
            case NESTED_LOCKS -> {
                lock.lock();
                inner.lock();
                memory.set16Opaque(addr, op.value);
                inner.unlock();
                lock.unlock();
                log.add((long) memory.get16Opaque(2L * ((op.word + 1) % WORDS)));
            }
            case SETTLED_LOAD -> {
                long mark = world.machine().mark();
                boolean zero = memory.get16Opaque(addr) == 0;
                world.machine().settle(mark, zero ? 1 : 0);
                log.add(zero ? 0L : 1L);
            }
            case PLAIN_LOAD -> log.add(memory.get64(PLAIN + 8L * op.word));
            case PLAIN_STORE -> memory.set64(PLAIN + 8L * op.word, op.value);
            case SIGNAL -> event.signal();
            case AWAIT -> event.await();
            case SPIN_UNTIL_SET -> {
                while (memory.get16Opaque(addr) == 0) {
                    world.machine().relax();
                }
            }
            case LOCK -> lock.lock();
            case UNLOCK -> lock.unlock();
            case CHOOSE -> log.add((long) world.choose("value", 2));
        }
    }
}
