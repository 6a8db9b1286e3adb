package ringproof.device;

import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.transport.DeviceModel;

/// The kicks of one queue on their way to the thread that serves it and others.
///
/// QEMU: host_notifier of a virtqueue in an AioContext. Thread-safe.
///
/// - I1 a kick that was not taken yet has raised `wake` after it was noted
final class KickLine {
    /// Set in the cell where there is a kick; the rest is what it says of the next buffer.
    private static final long KICKED = 1L << 32;
    /// No kick.
    static final long NONE = Long.MIN_VALUE;

    private final Cell cell;
    private final Event wake;

    /// `wake` wakes the thread.
    KickLine(Machine machine, String name, Event wake) {
        this.cell = machine.newCell(name);
        this.wake = wake;
    }

    /// The queue is to be looked at. `next`: any 16 bits, or [DeviceModel#NO_NEXT].
    void kick(int next) {
        cell.set(KICKED | Integer.toUnsignedLong(next));
        wake.signal();
    }

    /// Takes the kick away, if there is one: what it says, or [#NONE]. A full barrier: who takes it sees the buffer that it was for.
    long take() {
        long noted = cell.get();
        while (noted != 0 && !cell.compareAndSet(noted, 0)) {
            noted = cell.get();
        }
        return noted == 0 ? NONE : (int) noted;
    }
}
