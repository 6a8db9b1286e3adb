package ringproof.peer;

import java.util.concurrent.atomic.AtomicLong;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;

/// A disk that counts what is not seen in its content. Thread-safe as the disk inside is.
final class CountedBackend extends BackendWrapper {
    private final AtomicLong flushes = new AtomicLong();
    private final AtomicLong discards = new AtomicLong();
    private final AtomicLong zeroings = new AtomicLong();

    CountedBackend(Backend inner) {
        super(inner);
    }

    long flushes() {
        return flushes.get();
    }

    long discards() {
        return discards.get();
    }

    long zeroings() {
        return zeroings.get();
    }

    @Override
    public boolean flush() {
        flushes.incrementAndGet();
        return super.flush();
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        discards.incrementAndGet();
        return super.discard(offsetBytes, lengthBytes);
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        zeroings.incrementAndGet();
        return super.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
    }
}
