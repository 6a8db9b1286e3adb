package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;

/// A backend that does what another one does, but for what a subclass changes.
public abstract class BackendWrapper implements Backend {
    private final Backend inner;

    protected BackendWrapper(Backend inner) {
        this.inner = inner;
    }

    protected final Backend inner() {
        return inner;
    }

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
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        return inner.read(offsetBytes, to, at, lengthBytes);
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        return inner.write(offsetBytes, from, at, lengthBytes);
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        return inner.writeZeroes(offsetBytes, lengthBytes, mayUnmap);
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        return inner.discard(offsetBytes, lengthBytes);
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        return inner.secureErase(offsetBytes, lengthBytes);
    }

    @Override
    public boolean flush() {
        return inner.flush();
    }

    @Override
    public boolean canUnmap() {
        return inner.canUnmap();
    }

    @Override
    public @Nullable Lifetime lifetime() {
        return inner.lifetime();
    }

    @Override
    public @Nullable Zones zones() {
        return inner.zones();
    }

    @Override
    public boolean resize(long capacitySectors) {
        return inner.resize(capacitySectors);
    }

    @Override
    public void digest(Digest digest) {
        digest.add(inner);
    }
}
