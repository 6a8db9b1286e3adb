package ringproof.device;

import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// Lets several queues use one backend, one request piece at a time, under a lock of the [Machine].
///
/// What the checker needs where queues share a [MemoryBackend]: the lock carries the content's digest. Not for a
/// backend that waits.
public final class SharedBackend implements Backend {
    private final Backend backend;
    private final Lock lock;

    public SharedBackend(Machine machine, Backend backend) {
        this.backend = backend;
        this.lock = machine.newLock("backend", backend);
    }

    @Override
    public long capacitySectors() {
        return backend.capacitySectors();
    }

    @Override
    public boolean isReadOnly() {
        return backend.isReadOnly();
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        lock.lock();
        boolean done = backend.read(offsetBytes, memory, addr, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        lock.lock();
        boolean done = backend.write(offsetBytes, memory, addr, lengthBytes);
        lock.unlock();
        return done;
    }

    @Override
    public boolean flush() {
        lock.lock();
        boolean done = backend.flush();
        lock.unlock();
        return done;
    }

    @Override
    public void digest(Digest digest) {
        // The lock carries it.
    }
}
