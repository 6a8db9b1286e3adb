package ringproof.check.agent;

import org.jspecify.annotations.Nullable;
import ringproof.check.memory.Op;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.machine.Order;

/// The checked world: every request to it may be a scheduling point.
public final class CheckedMachine implements Machine {
    /// Set apart what an agent settles, and where it begins anew, from the answers that it is given.
    private static final long SETTLED = 0x5E771EDL;
    private static final long CHECKPOINT = 0xC4EC4B01L;

    private final Instance instance;
    private final CheckedMemory memory;
    private final Digest scratch = new Digest();

    CheckedMachine(Instance instance) {
        this.instance = instance;
        this.memory = new CheckedMemory(instance);
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Lock newLock(String name, Digestible guarded) {
        return new CheckedLock(instance, name, guarded);
    }

    @Override
    public Lock newLock(String name) {
        return new CheckedLock(instance, name, null);
    }

    @Override
    public Event newEvent(String name) {
        return new CheckedEvent(instance, name);
    }

    @Override
    public Cell newCell(String name) {
        return new CheckedCell(instance.newWord(name));
    }

    @Override
    public void relax() {
        if (instance.isRunning()) {
            instance.runner().request(Op.simple(Op.Kind.RELAX));
        }
    }

    @Override
    public long mark() {
        return instance.isRunning() ? instance.runner().running().digest : 0;
    }

    @Override
    public void settle(long mark, long result) {
        if (instance.isRunning()) {
            instance.runner().running().digest = Digest.mix(Digest.mix(mark, SETTLED), result);
        }
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        if (instance.isRunning()) {
            RunningAgent agent = instance.runner().running();
            agent.digest = scratch.reset(CHECKPOINT).add(loop.hashCode()).add(live).value();
            agent.watch.clear();
        }
    }

    private final class CheckedCell implements Cell {
        private final int addr;

        CheckedCell(int addr) {
            this.addr = addr;
        }

        @Override
        public long get() {
            return memory.access(Op.load(addr, Long.BYTES, Order.OPAQUE, null));
        }

        @Override
        public void set(long value) {
            memory.access(Op.store(addr, Long.BYTES, value, Order.OPAQUE, null));
        }

        @Override
        public long getAcquire(Barrier barrier) {
            return memory.access(Op.load(addr, Long.BYTES, memory.kept(Order.ACQUIRE, barrier), barrier));
        }

        @Override
        public void setRelease(long value, Barrier barrier) {
            memory.access(Op.store(addr, Long.BYTES, value, memory.kept(Order.RELEASE, barrier), barrier));
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            return exchange(expected, value, null);
        }

        @Override
        public boolean compareAndSet(long expected, long value, Barrier barrier) {
            return exchange(expected, value, barrier);
        }

        private boolean exchange(long expected, long value, @Nullable Barrier barrier) {
            Order order = memory.kept(Order.VOLATILE, barrier);
            return memory.access(Op.compareAndSet(addr, Long.BYTES, expected, value, order, barrier)) == expected;
        }

        @Override
        public long getAndAdd(long delta) {
            return memory.access(Op.add(addr, Long.BYTES, delta));
        }
    }
}
