package ringproof.machine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// The real world: memory outside the Java heap, real threads, the barriers as the processor has them. Thread-safe.
public final class NativeMachine implements Machine {
    private final GuestMemory memory;

    /// A machine with `memoryBytes` bytes of zeroed guest memory.
    public NativeMachine(long memoryBytes) {
        this(new NativeMemory(memoryBytes));
    }

    /// A machine with memory that is there already, as the pieces that another process has mapped too.
    public NativeMachine(RegionMemory memory) {
        this((GuestMemory) memory);
    }

    private NativeMachine(GuestMemory memory) {
        this.memory = memory;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Lock newLock(String name, Digestible guarded) {
        return new NativeLock();
    }

    @Override
    public Lock newLock(String name) {
        return new NativeLock();
    }

    @Override
    public Event newEvent(String name) {
        return new NativeEvent();
    }

    @Override
    public Cell newCell(String name) {
        return new NativeCell();
    }

    @Override
    public void relax() {
        Thread.onSpinWait();
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void settle(long mark, long result) {
        // Only the checker forgets.
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        // Only the checker forgets.
    }

    private static final class NativeLock implements Lock {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void lock() {
            lock.lock();
        }

        @Override
        public void unlock() {
            lock.unlock();
        }
    }

    private static final class NativeEvent implements Event {
        private final AtomicBoolean raised = new AtomicBoolean();
        private final Semaphore wakeUps = new Semaphore(0);

        @Override
        public void signal() {
            // Both sides exchange: a signaller that finds the line raised has its stores seen by the waiter that lowers it. A plain
            // look at the line here would be a store-buffering race with the waiter's next look at the ring.
            if (!raised.getAndSet(true)) {
                wakeUps.release();
            }
        }

        @Override
        public void await() {
            wakeUps.acquireUninterruptibly();
            raised.getAndSet(false);
        }
    }

    private static final class NativeCell implements Cell {
        private final AtomicLong word = new AtomicLong();

        @Override
        public long get() {
            return word.getOpaque();
        }

        @Override
        public void set(long value) {
            word.setOpaque(value);
        }

        @Override
        public long getAcquire(Barrier barrier) {
            return word.getAcquire();
        }

        @Override
        public void setRelease(long value, Barrier barrier) {
            word.setRelease(value);
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            boolean equal = word.compareAndSet(expected, value);
            // Java promises only a volatile access: on some processors that is less, above all where it fails.
            VarHandle.fullFence();
            return equal;
        }

        @Override
        public long getAndAdd(long delta) {
            long before = word.getAndAdd(delta);
            VarHandle.fullFence();
            return before;
        }
    }
}
