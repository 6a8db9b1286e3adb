package ringproof.disk;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.machine.GuestMemory;

/// Calls somebody before and after everything that changes the disk.
final class WatchedBackend extends BackendWrapper {
    private final Runnable watcher;

    WatchedBackend(Backend inner, Runnable watcher) {
        super(inner);
        this.watcher = watcher;
    }

    private boolean after(boolean done) {
        watcher.run();
        return done;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        watcher.run();
        return after(super.write(offsetBytes, memory, addr, lengthBytes));
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        watcher.run();
        return after(super.writeZeroes(offsetBytes, lengthBytes, mayUnmap));
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        watcher.run();
        return after(super.discard(offsetBytes, lengthBytes));
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        watcher.run();
        return after(super.secureErase(offsetBytes, lengthBytes));
    }

    @Override
    public boolean flush() {
        watcher.run();
        return after(super.flush());
    }
}
