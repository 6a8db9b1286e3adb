package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;

/// Where the block device keeps its sectors.
///
/// QEMU: BlockBackend. Callers have checked that every range lies within the capacity and within guest memory. Ranges of
/// data begin and end at any byte, because a driver may split it anywhere (spec 2.7.4.1). An I/O error is a return
/// value: false. After an error some of the bytes may have been moved.
///
/// Thread-safety: each implementation says. The digest is the content, as far as the checker must know it; cheap while
/// nothing is written.
public interface Backend extends Digestible {
    /// Size in sectors of 512 bytes. Changes only by [#resize].
    long capacitySectors();

    /// Whether writes are refused. Then the device offers BLK_RO and never calls anything that writes.
    boolean isReadOnly();

    /// Copies content to guest memory.
    boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes);

    /// Copies guest memory to the content; volatile until [#flush()].
    boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes);

    /// Copies content to an array.
    boolean read(long offsetBytes, byte[] to, int at, int lengthBytes);

    /// Copies an array to the content; volatile until [#flush()].
    boolean write(long offsetBytes, byte[] from, int at, int lengthBytes);

    /// Makes the range read as zeros; volatile until [#flush()]. `mayUnmap`: it need not stay allocated.
    default boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        return Zeros.write(this, offsetBytes, lengthBytes);
    }

    /// The content of the range is not needed any more: it may read as anything until it is written.
    default boolean discard(long offsetBytes, long lengthBytes) {
        return true;
    }

    /// Overwrites every copy of the range that it keeps, and returns when that is durable.
    default boolean secureErase(long offsetBytes, long lengthBytes) {
        return writeZeroes(offsetBytes, lengthBytes, false) && flush();
    }

    /// Makes every write that has returned durable, before it returns itself.
    boolean flush();

    /// Whether [#writeZeroes] can ever deallocate.
    default boolean canUnmap() {
        return false;
    }

    /// How worn the storage is; null: nothing can be said of it. The device then does not offer BLK_LIFETIME. Either
    /// always null or never.
    default @Nullable Lifetime lifetime() {
        return null;
    }

    /// The zones that it is divided into; null: into none.
    default @Nullable Zones zones() {
        return null;
    }

    /// Makes the disk longer, with zeros, or shorter. False: it cannot be so long, or its size is fixed.
    default boolean resize(long capacitySectors) {
        return false;
    }
}
