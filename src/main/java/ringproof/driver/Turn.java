package ringproof.driver;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// Lets one agent at a time do what takes long: freeze, restore, reset. Linux: device_lock, a mutex. Thread-safe.
final class Turn implements Digestible {
    private final Lock lock;
    private final Event free;
    private boolean taken;
    private int waiting;

    @SuppressWarnings("this-escape") // only as the digest of what the lock guards, asked for when the lock is first released
    Turn(Machine machine, String name) {
        this.lock = machine.newLock(name + ".lock", this);
        this.free = machine.newEvent(name + ".free");
    }

    /// Waits for it.
    void take() {
        lock.lock();
        while (taken) {
            waiting++;
            lock.unlock();
            free.await();
            lock.lock();
            waiting--;
        }
        taken = true;
        lock.unlock();
    }

    void pass() {
        lock.lock();
        taken = false;
        boolean somebodyWaits = waiting > 0;
        lock.unlock();
        if (somebodyWaits) {
            free.signal();
        }
    }

    @Override
    public void digest(Digest digest) {
        digest.add(taken).add(waiting);
    }
}
