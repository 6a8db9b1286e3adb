package ringproof.check.memory;

import java.util.Arrays;
import java.util.List;
import ringproof.machine.Digest;
import ringproof.machine.Fence;
import ringproof.machine.Order;

/// A state under SC or TSO: memory, and a store buffer for each agent.
///
/// Stores, unlocks and signals always go to the buffer, so they are never steps of their own. Under SC, and behind a full fence, the
/// agent's next load empties it first: nobody can tell that from taking effect at once.
public final class BufferedState extends State {
    private final boolean sequential;
    /// Nothing that nobody notices becomes visible by a step of its own.
    private final boolean lazyFlush;
    private final StoreBuffer[] buffers;
    private final Footprint[] footprints;
    /// By agent: how many of the oldest entries of its buffer its next load may not overtake. A full fence concerns those before it alone.
    private final int[] fenced;
    private int flushing = -1;

    BufferedState(Shape shape, Words words, boolean sequential, boolean lazyFlush) {
        super(shape, words);
        this.sequential = sequential;
        this.lazyFlush = lazyFlush;
        buffers = new StoreBuffer[shape.agentCount()];
        Arrays.fill(buffers, StoreBuffer.EMPTY);
        footprints = new Footprint[shape.agentCount()];
        Arrays.fill(footprints, Footprint.EMPTY);
        fenced = new int[shape.agentCount()];
    }

    private BufferedState(BufferedState other) {
        super(other);
        sequential = other.sequential;
        lazyFlush = other.lazyFlush;
        buffers = other.buffers.clone();
        footprints = other.footprints.clone();
        fenced = other.fenced.clone();
        flushing = other.flushing;
    }

    @Override
    public State copy() {
        return new BufferedState(this);
    }

    @Override
    public boolean isPoint(int agent) {
        return switch (at(agent).op.kind()) {
            case LOAD, COMPARE_AND_SET, ADD, LOCK, AWAIT, RELAX, CHOICE, FINISHED -> true;
            case STORE, FENCE, UNLOCK, SIGNAL, PLAIN_READ, PLAIN_WRITE, GHOST_SET, GHOST_ADD, FAIL, THROW -> false;
        };
    }

    @Override
    boolean isMereChoice(int agent) {
        return at(agent).op.kind() == Op.Kind.CHOICE;
    }

    @Override
    public int alternatives(int agent) {
        LocalState here = at(agent);
        Op op = here.op;
        boolean possible = switch (op.kind()) {
            case LOCK -> {
                int owner = lockOwner(op.number());
                yield owner < 0 || (owner == agent && buffers[agent].unlocks(op.number()));
            }
            case AWAIT -> isRaised(op.number());
            case RELAX -> hasChanged(agent, here.watch());
            case FINISHED -> false;
            default -> true;
        };
        return !possible ? 0 : op.kind() == Op.Kind.CHOICE ? op.bytes() : 1;
    }

    private boolean hasChanged(int agent, WatchList watch) {
        if (watch.needsNoChange()) {
            return true;
        }
        for (int i = 0; i < watch.size(); i++) {
            if (view(agent, watch.addr(i), watch.bytes(i)) != watch.value(i)) {
                return true;
            }
        }
        return false;
    }

    /// What `agent` sees at `addr`: memory, and its own stores that are still in its buffer.
    private long view(int agent, int addr, int bytes) {
        return buffers[agent].overlay(addr, bytes, words.get(addr, bytes));
    }

    @Override
    public long execute(int agent, int alternative) {
        Op op = at(agent).op;
        switch (op.kind()) {
            case LOAD -> {
                beginStep(agent, drainCount(agent));
                checkRace(agent, op);
                return view(agent, op.addr(), op.bytes());
            }
            case COMPARE_AND_SET, ADD -> {
                beginStep(agent, drainCount(agent));
                checkRace(agent, op);
                long old = words.get(op.addr(), op.bytes());
                words.put(op.addr(), op.bytes(), op.exchanged(old));
                return old;
            }
            case LOCK -> {
                beginStep(agent, drainCount(agent));
                for (int i = 0; i < footprints.length; i++) {
                    footprints[i] = footprints[i].withoutReleasedBy(op.number());
                }
                return takeLock(op.number(), agent);
            }
            case AWAIT -> {
                beginStep(agent, drainCount(agent));
                clear(op.number());
            }
            case STORE -> {
                checkRace(agent, op);
                buffers[agent] = buffers[agent].with(op);
                // A volatile store is followed by a full fence, as compilers for x86 do it.
                if (op.order() == Order.VOLATILE) {
                    fenced[agent] = buffers[agent].size();
                }
            }
            case UNLOCK, SIGNAL -> buffers[agent] = buffers[agent].with(op);
            case FENCE -> {
                if (op.fence() == Fence.FULL) {
                    fenced[agent] = buffers[agent].size();
                }
            }
            case PLAIN_READ, PLAIN_WRITE -> {
                return plainAccess(agent, op);
            }
            case RELAX -> beginStep(agent, 0);
            default -> {
                return executeLocal(agent, op, alternative);
            }
        }
        return 0;
    }

    /// The agent's own step: what it accessed before is no longer simultaneous with anything. So many of its buffered stores become
    /// visible with the step, before it. Whoever could tell that from one by one is given its chance by a flush of its own.
    private void beginStep(int agent, int drainCount) {
        flushing = -1;
        footprints[agent] = Footprint.EMPTY;
        for (int i = 0; i < drainCount; i++) {
            flushOne(agent);
        }
    }

    @Override
    public int drainCount(int agent) {
        return switch (at(agent).op.kind()) {
            case COMPARE_AND_SET, ADD, LOCK -> buffers[agent].size();
            case LOAD, AWAIT -> sequential ? buffers[agent].size() : fenced[agent];
            default -> 0;
        };
    }

    private long plainAccess(int agent, Op op) {
        checkRace(agent, op);
        footprints[agent] = footprints[agent].with(op.addr(), op.bytes(), op.writes(), buffers[agent].size());
        if (buffers[agent].overlaps(op.addr(), op.bytes())) {
            failMixed(agent, op.addr(), "to which it has just made an ordered store");
        }
        if (op.writes()) {
            plainWrite(op);
            return 0;
        }
        return plainAnswer(op);
    }

    private void checkRace(int agent, Op op) {
        for (int i = 0; i < footprints.length; i++) {
            if (i != agent && footprints[i].conflicts(op.addr(), op.bytes(), op.writes())) {
                failRace(agent, i, op.addr(), " at the same time");
            }
        }
    }

    @Override
    public boolean isBuffering(int agent) {
        return !buffers[agent].isEmpty();
    }

    @Override
    public List<Op> buffered(int agent) {
        return buffers[agent].entries();
    }

    @Override
    int flushingOn() {
        return flushing;
    }

    @Override
    public void flush(int agent) {
        // An entry that nobody notices is only in the way of one that somebody does.
        boolean goesOn = lazyFlush && !isNoticed(agent, true);
        flushOne(agent);
        flushing = goesOn && !buffers[agent].isEmpty() ? agent : -1;
    }

    private void flushOne(int agent) {
        Op entry = buffers[agent].oldest();
        buffers[agent] = buffers[agent].withoutOldest();
        switch (entry.kind()) {
            case STORE -> words.put(entry.addr(), entry.bytes(), entry.value());
            case UNLOCK -> releaseLock(entry.number(), entry.value());
            default -> raise(entry.number());
        }
        footprints[agent] = entry.kind() == Op.Kind.UNLOCK ? footprints[agent].releasedBy(entry.number())
                : footprints[agent].flushed();
        fenced[agent] = Math.max(0, fenced[agent] - 1);
    }

    @Override
    boolean isBufferNoticed(int agent) {
        return !lazyFlush || isNoticed(agent, false);
    }

    /// Whether somebody's next step depends on something in this agent's store buffer, or on its oldest entry alone.
    private boolean isNoticed(int agent, boolean oldestOnly) {
        for (int i = 0; i < buffers.length; i++) {
            // Its own loads see its own stores; only a signal does not reach its sender before it is visible.
            boolean concerned = i != agent || at(agent).op.kind() == Op.Kind.AWAIT;
            if (concerned && buffers[agent].isNoticedBy(at(i), buffers[i], oldestOnly)) {
                return true;
            }
        }
        return false;
    }

    @Override
    int dependsOn(int agent, Sharing sharing, int[] lockOwners) {
        int agents = footprints[agent].conflicting(sharing, agent, lockOwners);
        LocalState here = at(agent);
        Op op = here.op;
        if (op.kind() == Op.Kind.LOCK && lockOwner(op.number()) >= 0) {
            agents |= 1 << lockOwner(op.number());
        } else if (op.kind() == Op.Kind.RELAX) {
            agents |= here.watch().writers(sharing, agent, lockOwners);
        } else if (op.isShared()) {
            agents |= sharing.conflicting(agent, op.addr(), op.extent(), op.writes(), lockOwners);
        }
        if (!buffers[agent].isEmpty() && (drainCount(agent) > 0 || isBufferNoticed(agent))) {
            agents |= buffers[agent].conflicting(sharing, agent, lockOwners);
        }
        return agents;
    }

    @Override
    long modelHash() {
        return 0;
    }

    @Override
    long modelHash(int agent) {
        // Under SC every load waits for every store, so there it tells nothing.
        long hash = sequential ? 0 : fenced[agent];
        if (!buffers[agent].isEmpty()) {
            hash = Digest.mix(hash, buffers[agent].hash());
        }
        return footprints[agent].isEmpty() ? hash : Digest.mix(hash, footprints[agent].hash());
    }
}
