package ringproof.check.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import ringproof.check.NotDeterministic;
import ringproof.check.memory.LocalState;
import ringproof.check.memory.Op;
import ringproof.check.memory.Shape;
import ringproof.check.memory.Sharing;
import ringproof.check.memory.WatchList;

/// All local states of a program's agents that are known: what each does next, learned by running the real code.
///
/// Once an agent has been seen to go from one local state to the next, the search need not run its code again. Thread-safe.
public final class LocalStates {
    /// What a program must keep to.
    public static final String RULES = "; what an agent does must follow from what the machine tells it alone, Java state that agents share must be"
            + " reached only under a lock that tells what it guards, and a checkpoint must tell all that is live";

    /// The program as it was built first.
    private final Instance built;
    private final Shape shape;
    private final Sharing sharing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, LocalState> byName = new HashMap<>();
    /// Where each agent begins.
    private final Map<Integer, LocalState> first = new ConcurrentHashMap<>();
    /// Groups of agents that spin with [Op.Kind#RELAX]: what they watch is part of where they stand.
    private int spinning;
    private volatile boolean stale;

    public LocalStates(Instance built) {
        this.built = built;
        this.shape = built.shape;
        this.sharing = new Sharing(shape.sizeBytes());
    }

    public Instance built() {
        return built;
    }

    public Sharing sharing() {
        return sharing;
    }

    public int size() {
        return byName.size();
    }

    /// Something that was relied on turned out wrong: a search must start again.
    public boolean isBroken() {
        return stale || sharing.isBroken();
    }

    /// Before a search starts again.
    public void startAgain() {
        if (stale) {
            byName.clear();
            first.clear();
            stale = false;
        }
        sharing.startAgain();
    }

    /// The groups of agents that spin.
    public int spinning() {
        return spinning;
    }

    @Nullable
    public LocalState first(int agent) {
        return first.get(agent);
    }

    /// Where an agent stands that is about to make a request, having come from `before` with `answer`; `before` null: it begins.
    LocalState arrive(int agent, @Nullable LocalState before, long answer, Op op, long digest, int heldLocks,
            WatchList watch) {
        LocalState known = before == null ? first.get(agent) : before.next(answer);
        if (known != null && known.digest == digest) {
            return checked(agent, known, op);
        }
        lock.lock();
        try {
            if (known != null) {
                throw notDeterministic(agent, "after "
                        + (before == null ? "its start" : before.op.kind() + " answered with " + answer)
                        + " it does not stand where it stood the last time");
            }
            LocalState there = get(agent, op, digest, heldLocks, watch);
            if (before == null) {
                first.put(agent, there);
            } else if (before.next(answer) == null) {
                before.learn(answer, there);
            }
            return there;
        } finally {
            lock.unlock();
        }
    }

    private LocalState get(int agent, Op op, long digest, int heldLocks, WatchList watch) {
        int group = shape.group(agent);
        boolean relaxes = op.kind() == Op.Kind.RELAX;
        if (relaxes && (spinning >> group & 1) == 0) {
            spinning |= 1 << group;
            stale = true;
        }
        boolean watches = (spinning >> group & 1) != 0;
        long name = LocalState.name(group, digest, heldLocks, watches ? watch.hash() : 0);
        LocalState known = byName.get(name);
        if (known == null) {
            known = new LocalState(op, digest, name, heldLocks, relaxes ? watch.copy() : null);
            byName.put(name, known);
        }
        recordAccess(group, op, heldLocks);
        return checked(agent, known, op);
    }

    /// What one agent is about to access, all agents of its group will.
    private void recordAccess(int group, Op op, int heldLocks) {
        for (int agent = 0; agent < shape.agentCount(); agent++) {
            if (shape.group(agent) == group) {
                if (op.isShared()) {
                    sharing.access(agent, heldLocks, op.addr(), op.extent(), op.writes());
                }
                if (op.fences()) {
                    sharing.access(agent, heldLocks, shape.fences, 1, true);
                }
            }
        }
    }

    private LocalState checked(int agent, LocalState known, Op op) {
        if (!known.op.equals(op)) {
            throw notDeterministic(agent, "it makes the request " + op.kind() + " where it made "
                    + known.op.kind() + " the last time, having observed the same");
        }
        return known;
    }

    private NotDeterministic notDeterministic(int agent, String why) {
        return new NotDeterministic("the agent " + shape.agentName(agent) + " is not deterministic: " + why
                + RULES);
    }
}
