package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// Lets several queues use one backend, one request piece at a time, under a lock of the [Machine].
///
/// What the checker needs where queues share a [MemoryBackend]: the lock carries the content's digest. Not for a
/// backend that waits.
public final class SharedBackend extends BackendWrapper {
    private final Lock lock;

    public SharedBackend(Machine machine, Backend backend) {
        super(backend);
        this.lock = machine.newLock("backend", backend);
    }

    /// Taken also for what never changes on most backends: it may change on one.
    @Override
    public long capacitySectors() {
        lock.lock();
        long sectors = super.capacitySectors();
        lock.unlock();
        return sectors;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        lock.lock();
        boolean done = super.read(offsetBytes, memory, addr, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        lock.lock();
        boolean done = super.write(offsetBytes, memory, addr, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        lock.lock();
        boolean done = super.read(offsetBytes, to, at, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        lock.lock();
        boolean done = super.write(offsetBytes, from, at, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        lock.lock();
        boolean done = super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
        lock.unlock();
        return done;
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        lock.lock();
        boolean done = super.discard(offsetBytes, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        lock.lock();
        boolean done = super.secureErase(offsetBytes, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean flush() {
        lock.lock();
        boolean done = super.flush();
        lock.unlock();
        return done;
    }

    @Override
    public @Nullable Lifetime lifetime() {
        lock.lock();
        @Nullable Lifetime done = super.lifetime();
        lock.unlock();
        return done;
    }

    @Override
    public boolean resize(long capacitySectors) {
        lock.lock();
        boolean done = super.resize(capacitySectors);
        lock.unlock();
        return done;
    }

    @Override
    public void digest(Digest digest) {
        // The lock carries it.
    }
}
