package ringproof.device;

import java.util.concurrent.CountDownLatch;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;

/// Holds each flush until it is released.
record BlockingBackend(Backend inner, CountDownLatch entered, CountDownLatch release) implements Backend {
    @Override
    public long capacitySectors() {
        return inner.capacitySectors();
    }

    @Override
    public boolean isReadOnly() {
        return inner.isReadOnly();
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        return inner.read(offsetBytes, memory, addr, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        return inner.write(offsetBytes, memory, addr, lengthBytes);
    }

    @Override
    public boolean flush() {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            return false;
        }
        return inner.flush();
    }

    @Override
    public void digest(Digest digest) {
        digest.add(inner);
    }
}
