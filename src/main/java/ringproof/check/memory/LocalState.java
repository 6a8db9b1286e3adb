package ringproof.check.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;

/// Where one agent stands: about to make one request of its machine. What it does after the answer is learned from running it once.
///
/// Its name is a digest of all that the agent has observed since it started or last passed a checkpoint. Agents are deterministic given
/// what they observe, so one answer always leads to one next local state.
public final class LocalState {
    public final Op op;
    /// Digest of all that the agent has observed before.
    public final long digest;
    /// Names the local state among those of all agents.
    public final long name;
    /// The locks that the agent holds, as a mask.
    final int heldLocks;
    /// For [Op.Kind#RELAX]: what the agent has read in its loop.
    private final @Nullable WatchList watch;
    private volatile Answers answers = Answers.NONE;

    /// What comes after each answer known so far. Immutable.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answers(long[] values, LocalState[] next) {
        static final Answers NONE = new Answers(new long[0], new LocalState[0]);
    }

    public LocalState(Op op, long digest, long name, int heldLocks, @Nullable WatchList watch) {
        this.op = op;
        this.digest = digest;
        this.name = name;
        this.heldLocks = heldLocks;
        this.watch = watch;
    }

    /// Names a local state: the agent, or for interchangeable agents their group; what it has observed; the locks
    /// it holds; what it watches.
    public static long name(int group, long digest, int heldLocks, long watchHash) {
        return Digest.mix(Digest.mix(Digest.mix(group + 1L, digest), heldLocks), watchHash);
    }

    public boolean holdsLock() {
        return heldLocks != 0;
    }

    /// What comes after an answer, or null if that has never been seen.
    @Nullable
    public LocalState next(long answer) {
        Answers known = answers;
        long[] values = known.values;
        if (values.length <= 8) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == answer) {
                    return known.next[i];
                }
            }
            return null;
        }
        int at = Arrays.binarySearch(values, answer);
        return at < 0 ? null : known.next[at];
    }

    /// Called by one thread at a time.
    public void learn(long answer, LocalState next) {
        Answers known = answers;
        int at = -Arrays.binarySearch(known.values, answer) - 1;
        int count = known.values.length;
        long[] values = new long[count + 1];
        LocalState[] targets = new LocalState[count + 1];
        System.arraycopy(known.values, 0, values, 0, at);
        System.arraycopy(known.next, 0, targets, 0, at);
        values[at] = answer;
        targets[at] = next;
        System.arraycopy(known.values, at, values, at + 1, count - at);
        System.arraycopy(known.next, at, targets, at + 1, count - at);
        answers = new Answers(values, targets);
    }

    WatchList watch() {
        if (watch == null) {
            throw new IllegalStateException("only an agent that spins watches anything");
        }
        return watch;
    }

    /// Whether the next step may access the bytes.
    boolean mayAccess(int addr, int bytes) {
        if (op.kind() == Op.Kind.RELAX) {
            return watch().contains(addr, bytes);
        }
        return op.isShared() && op.addr() < addr + bytes && addr < op.addr() + op.extent();
    }

    public boolean isFinished() {
        return op.kind() == Op.Kind.FINISHED;
    }

    /// What the agent waits for, in words.
    public String waitsFor(Shape shape) {
        return switch (op.kind()) {
            case LOCK -> "the lock " + shape.lockName(op.number());
            case AWAIT -> "the event " + shape.eventName(op.number());
            case RELAX -> "a change of what it polls";
            case FINISHED -> "nothing: it has finished";
            default -> "its turn";
        };
    }
}
