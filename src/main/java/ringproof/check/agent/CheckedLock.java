package ringproof.check.agent;

import org.jspecify.annotations.Nullable;
import ringproof.check.memory.Op;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Lock;

/// A lock of the checked machine. It carries the digest of the Java state that it guards to whoever takes it next.
public final class CheckedLock implements Lock {
    private final Instance instance;
    private final int number;
    private final int addr;
    private final String name;
    /// Null: nobody says what is guarded, so the last holder's whole history counts.
    private final @Nullable Digestible guarded;
    private final Digest scratch = new Digest();

    CheckedLock(Instance instance, String name, @Nullable Digestible guarded) {
        this.instance = instance;
        this.number = instance.shape.addLock(name);
        this.addr = instance.newWord(name);
        this.name = name;
        this.guarded = guarded;
    }

    private boolean isIgnored() {
        return !instance.isRunning() || instance.configuration().ignoredLocks().contains(name);
    }

    @Override
    public void lock() {
        if (!isIgnored()) {
            instance.runner().request(Op.of(Op.Kind.LOCK, addr, number, 0));
        }
    }

    @Override
    public void unlock() {
        if (isIgnored()) {
            return;
        }
        RunningAgent agent = instance.runner().running();
        if ((agent.heldLocks >> number & 1) == 0) {
            throw new IllegalStateException(
                    instance.shape.agentName(agent.index) + " releases the lock " + name + " without holding it");
        }
        long digest = guarded == null ? agent.digest : scratch.reset(addr).add(guarded).value();
        agent.heldLocks &= ~(1 << number);
        instance.runner().request(Op.of(Op.Kind.UNLOCK, addr, number, digest));
    }
}
