package ringproof.check.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.machine.Digest;

/// A state of the whole program under a memory model: all that its future depends on, as plain data. Copied for each branch.
///
/// The memory models are its two subclasses. A transition is an int: agent index, plus the agent count for making one of its buffered
/// stores visible, plus multiples of twice the agent count for the alternatives of a step.
public abstract class State {
    /// Transitions of one state at the most.
    public static final int MAX_TRANSITIONS = 1024;
    private static final byte NOBODY = -1;

    final Shape shape;
    public final Words words;
    private final LocalState[] at;
    private final byte[] lockOwners;
    private final long[] lockDigests;
    private long raised;
    private @Nullable Failure failure;

    State(Shape shape, Words words) {
        this.shape = shape;
        this.words = words;
        this.at = new LocalState[shape.agentCount()];
        this.lockOwners = new byte[shape.lockCount()];
        Arrays.fill(lockOwners, NOBODY);
        this.lockDigests = new long[shape.lockCount()];
    }

    State(State other) {
        this.shape = other.shape;
        this.words = other.words.copy();
        this.at = other.at.clone();
        this.lockOwners = other.lockOwners.clone();
        this.lockDigests = other.lockDigests.clone();
        this.raised = other.raised;
        this.failure = other.failure;
    }

    /// The state in which a program starts: what was done while it was built is in `words`.
    public static State initial(MemoryModel model, Shape shape, Words words, long raised, boolean lazyFlush,
            @Nullable Sharing sharing) {
        State state = model == MemoryModel.WEAK ? new WeakState(shape, words, sharing)
                : new BufferedState(shape, words, model == MemoryModel.SC, lazyFlush);
        state.raised = raised;
        return state;
    }

    public abstract State copy();

    /// Makes the agent's request, in the alternative given; returns the answer.
    public abstract long execute(int agent, int alternative);

    /// Whether the agent's request must wait for its turn. Else it is made at once: nobody can tell.
    public abstract boolean isPoint(int agent);

    /// In how many ways the agent can make its next step now; 0: it cannot.
    public abstract int alternatives(int agent);

    /// Whether the agent's next step is a mere choice that nobody else's step need come before.
    abstract boolean isMereChoice(int agent);

    /// Whether a transition can be part of what goes on for ever. Reading what is old cannot: in the end every store is seen.
    public boolean mayBeRepeatedForEver(int transition) {
        return true;
    }

    /// Why the states from here on are too many to be explored, or null.
    @Nullable
    public String beyondLimits() {
        return null;
    }

    /// Tells the stores to a word apart: the one that the agent has seen or made last. 0 where only the last one can be seen.
    public long messageSeen(int agent, int addr, int bytes) {
        return 0;
    }

    /// The same of the newest one.
    public long newestMessage(int addr, int bytes) {
        return 0;
    }

    /// Whether the agent has stores that others do not see yet.
    public boolean isBuffering(int agent) {
        return false;
    }

    /// The oldest first.
    public List<Op> buffered(int agent) {
        return List.of();
    }

    /// How many of them, the oldest first, become visible with the agent's next step.
    public int drainCount(int agent) {
        return 0;
    }

    /// Whether others would notice one of them now.
    boolean isBufferNoticed(int agent) {
        return false;
    }

    /// An agent whose oldest store is to become visible before anything else happens, or -1.
    int flushingOn() {
        return -1;
    }

    /// Makes the agent's oldest buffered entry visible.
    public void flush(int agent) {
        throw new IllegalStateException("this memory model has no store buffers");
    }

    /// The agents whose steps may conflict with, or are needed for, the agent's next step.
    abstract int dependsOn(int agent, Sharing sharing, int[] lockOwners);

    /// Names what the memory model adds to the agents, words, locks and events.
    abstract long modelHash();

    /// Names what the memory model adds to one agent.
    abstract long modelHash(int agent);

    /// Names this state.
    public final long hash() {
        long hash = words.hash() + modelHash();
        for (int i = 0; i < at.length; i++) {
            hash += Digest.mix(at[i].name, modelHash(i));
        }
        for (int i = 0; i < lockOwners.length; i++) {
            // Who holds it is known from the holder's local state or store buffer.
            hash = Digest.mix(Digest.mix(hash, lockDigests[i]), lockOwners[i] == NOBODY ? 0 : 1);
        }
        return Digest.mix(hash, raised);
    }

    /// Names what of it does not depend on how the memory model came there.
    public final long visibleHash() {
        long hash = words.hash();
        for (LocalState local : at) {
            hash = Digest.mix(hash, local.name);
        }
        return Digest.mix(hash, raised);
    }

    public final LocalState at(int agent) {
        return at[agent];
    }

    public final void arrive(int agent, LocalState there) {
        at[agent] = there;
    }

    public final int agentCount() {
        return at.length;
    }

    public final @Nullable Failure failure() {
        return failure;
    }

    public final void fail(Failure.Kind kind, String message) {
        if (failure == null) {
            failure = new Failure(kind, message);
        }
    }

    /// Agent that holds the lock, or -1.
    public final int lockOwner(int lock) {
        return lockOwners[lock];
    }

    final long takeLock(int lock, int agent) {
        lockOwners[lock] = (byte) agent;
        return lockDigests[lock];
    }

    final void releaseLock(int lock, long digest) {
        lockOwners[lock] = NOBODY;
        lockDigests[lock] = digest;
    }

    /// By lock: the agent that holds it and has not released it yet, or -1. A release that only waits in a store buffer may take effect
    /// before its agent's next step, so it no longer keeps anybody out.
    final int[] firmLockOwners() {
        int[] owners = new int[lockOwners.length];
        for (int i = 0; i < owners.length; i++) {
            int owner = lockOwners[i];
            owners[i] = owner >= 0 && (at[owner].heldLocks >> i & 1) != 0 ? owner : NOBODY;
        }
        return owners;
    }

    final boolean isRaised(int event) {
        return (raised >> event & 1) != 0;
    }

    public final void raise(int event) {
        raised |= 1L << event;
    }

    final void clear(int event) {
        raised &= ~(1L << event);
    }

    /// What works alike in all memory models. Returns the answer.
    final long executeLocal(int agent, Op op, int alternative) {
        switch (op.kind()) {
            case CHOICE -> {
                return alternative;
            }
            case GHOST_SET -> words.put(op.addr(), Long.BYTES, op.value());
            case GHOST_ADD -> words.put(op.addr(), Long.BYTES, words.get(op.addr(), Long.BYTES) + op.value());
            case FAIL -> fail(Failure.Kind.PROPERTY, String.valueOf(op.text()));
            case THROW -> fail(Failure.Kind.EXCEPTION, shape.agentName(agent) + " threw " + op.text());
            default -> throw new IllegalStateException(op + " is not local");
        }
        return 0;
    }

    /// `how`: why they are not ordered.
    final void failRace(int one, int other, int addr, String how) {
        fail(Failure.Kind.DATA_RACE, shape.agentName(Math.min(one, other)) + " and "
                + shape.agentName(Math.max(one, other)) + " access " + shape.nameOf(addr) + how
                + ", one of them with a plain access");
    }

    final void failMixed(int agent, int addr, String why) {
        fail(Failure.Kind.EXCEPTION,
                shape.agentName(agent) + " makes a plain access to " + shape.nameOf(addr) + ", " + why
                        + ": use one kind of access for one word");
    }

    /// What a plain read of the words answers.
    final long plainAnswer(Op op) {
        return op.bytes() == 1 || op.bytes() == 2 || op.bytes() == 4 || op.bytes() == 8
                ? words.get(op.addr(), op.bytes()) : words.digest(op.addr(), op.bytes());
    }

    final void plainWrite(Op op) {
        byte[] data = op.data();
        if (data == null) {
            words.put(op.addr(), op.bytes(), op.value());
        } else {
            words.write(op.addr(), data);
        }
    }

    /// Whether every agent that must finish has.
    public final boolean allFinished() {
        for (int i = 0; i < at.length; i++) {
            if (!at[i].isFinished() && !shape.isDaemon(i)) {
                return false;
            }
        }
        return true;
    }

    /// The agents that have not finished, as a mask.
    public final int unfinished() {
        int mask = 0;
        for (int i = 0; i < at.length; i++) {
            mask |= at[i].isFinished() ? 0 : 1 << i;
        }
        return mask;
    }

    /// What a livelock looks like: who goes round, and who never finishes.
    public final String livelock(int moved) {
        List<String> going = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (int agent = 0; agent < agentCount(); agent++) {
            boolean mustFinish = !shape.isDaemon(agent) && !at(agent).isFinished();
            if ((moved >> agent & 1) != 0) {
                going.add(shape.agentName(agent));
            } else if (mustFinish) {
                waiting.add(shape.agentName(agent));
            }
        }
        return String.join(", ", going) + (going.size() == 1 ? " goes" : " go") + " round for ever"
                + (waiting.isEmpty() ? "" : " while " + String.join(", ", waiting) + " never gets on");
    }
}
