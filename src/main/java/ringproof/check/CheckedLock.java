package ringproof.check;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Lock;

/// A lock of the checked machine. It carries the digest of the Java state that it guards to whoever takes it next.
final class CheckedLock implements Lock, StoreBuffer.Delayed {
    private final Execution execution;
    private final int number;
    private final long addr;
    private final String name;
    /// Null: nobody says what is guarded, so the last holder's whole history counts.
    private final @Nullable Digestible guarded;
    private final Digest scratch = new Digest();
    private @Nullable Agent owner;
    private long digest;

    CheckedLock(Execution execution, int number, long addr, String name, @Nullable Digestible guarded) {
        this.execution = execution;
        this.number = number;
        this.addr = addr;
        this.name = name;
        this.guarded = guarded;
    }

    String name() {
        return name;
    }

    @Nullable
    Agent owner() {
        return owner;
    }

    @Override
    public long addr() {
        return addr;
    }

    @Override
    public void lock() {
        Agent agent = execution.current();
        if (agent == null || execution.ignores(this)) {
            return;
        }
        agent.lock = this;
        execution.step(agent, Agent.Pending.LOCK, addr, 1, true, true);
        if (owner != null) {
            throw new IllegalStateException("the scheduler ran an agent into a lock that is held");
        }
        owner = agent;
        agent.observe(digest);
        execution.lockTaken(this);
        agent.heldLocks |= 1 << number;
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.record(agent, "lock " + name, null);
        }
    }

    @Override
    public void unlock() {
        Agent agent = execution.current();
        if (agent == null || execution.ignores(this)) {
            return;
        }
        if (owner != agent) {
            throw new IllegalStateException(agent.name + " releases the lock " + name + " without holding it");
        }
        long released = guarded == null ? agent.digest : scratch.reset(addr).add(guarded).value();
        agent.heldLocks &= ~(1 << number);
        agent.buffer.addDelayed(this, released);
        agent.observe(addr);
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.recordBuffered(agent, toString(), null);
        }
    }

    /// Releases the lock: when the stores before it are visible.
    @Override
    public void takeEffect(long value) {
        owner = null;
        digest = value;
    }

    long stateHash() {
        return Digest.mix(digest, owner == null ? 0 : owner.index + 1);
    }

    @Override
    public String toString() {
        return "unlock " + name;
    }
}
