package ringproof.driver;

import ringproof.machine.Cell;
import ringproof.machine.Machine;

/// Whether completed writes may be volatile, and so whether a FLUSH has anything to do.
///
/// Spec 5.2.5, 5.2.6.1. Linux: virtblk_update_cache_mode, blk_queue_write_cache. That a cache became writethrough says nothing of the writes
/// before; so it counts as drained only when a FLUSH has ended well that was sent afterwards. Thread-safe.
final class CacheMode {
    /// In the cell, below a number that every change moves on.
    private enum Mode {
        /// Writes are volatile until flushed.
        WRITEBACK,
        /// They are durable, but those before the change may be not.
        DRAINING,
        /// Everything is durable.
        WRITETHROUGH
    }

    private static final int MODE_BITS = 2;

    private final Cell cell;

    /// A cache of which nothing is known but what [#changed(boolean)] will say.
    CacheMode(Machine machine) {
        this.cell = machine.newCell("cacheMode");
    }

    /// No write is in flight, and the device's cache is from now on as said.
    void changed(boolean writeback) {
        Mode mode = writeback ? Mode.WRITEBACK : Mode.DRAINING;
        cell.set(((cell.get() >> MODE_BITS) + 1) << MODE_BITS | mode.ordinal());
    }

    boolean isWriteback() {
        return mode(cell.get()) == Mode.WRITEBACK;
    }

    private static Mode mode(long word) {
        return Mode.values()[(int) (word & (1 << MODE_BITS) - 1)];
    }

    /// What a FLUSH that is sent now says when it ends well.
    long ticket() {
        return cell.get();
    }

    /// Whether a FLUSH with this ticket would have nothing to do.
    static boolean isNeedless(long ticket) {
        return mode(ticket) == Mode.WRITETHROUGH;
    }

    /// A FLUSH has ended well that got this ticket when it was sent.
    void flushed(long ticket) {
        if (mode(ticket) == Mode.DRAINING) {
            // Fails where the mode was changed meanwhile; then the next one counts.
            boolean ignored = cell.compareAndSet(ticket,
                    ticket - Mode.DRAINING.ordinal() + Mode.WRITETHROUGH.ordinal());
        }
    }
}
