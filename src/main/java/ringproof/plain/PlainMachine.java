package ringproof.plain;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// The plain world: Java arrays, fields and monitors, for Lincheck, which sees neither memory outside the heap nor views of byte arrays.
///
/// Sequentially consistent: barriers do nothing here, so dropping one is never found in this world. Thread-safe.
public class PlainMachine implements Machine {
    private final PlainMemory memory;

    public PlainMachine(int memoryBytes) {
        this(new PlainMemory(memoryBytes));
    }

    public PlainMachine(PlainMemory memory) {
        this.memory = memory;
    }

    @Override
    public PlainMemory memory() {
        return memory;
    }

    @Override
    public final Lock newLock(String name, Digestible guarded) {
        return newLock(name);
    }

    @Override
    public Lock newLock(String name) {
        return new PlainLock();
    }

    @Override
    public PlainEvent newEvent(String name) {
        return new PlainEvent();
    }

    @Override
    public Cell newCell(String name) {
        return new PlainCell();
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

    private static final class PlainLock implements Lock {
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

    /// Open to a cell with a known bug.
    public static class PlainCell implements Cell {
        private final AtomicLong word = new AtomicLong();

        @Override
        public long get() {
            return word.get();
        }

        @Override
        public void set(long value) {
            word.set(value);
        }

        @Override
        public long getAcquire(Barrier barrier) {
            return word.get();
        }

        @Override
        public void setRelease(long value, Barrier barrier) {
            word.set(value);
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            return word.compareAndSet(expected, value);
        }

        @Override
        public long getAndAdd(long delta) {
            return word.getAndAdd(delta);
        }
    }
}
