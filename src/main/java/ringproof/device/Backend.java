package ringproof.device;

import ringproof.machine.Digestible;
import ringproof.machine.GuestMemory;

/// Where the block device keeps its sectors.
///
/// QEMU: BlockBackend. Callers have checked that every range lies within the capacity and within guest memory. Ranges
/// begin and end at any byte, because a driver may split data anywhere (spec 2.7.4.1). An I/O error is a return value:
/// false.
///
/// Thread-safety: each implementation says. The digest is the content, as far as the checker must know it; cheap while
/// nothing is written.
public interface Backend extends Digestible {
    /// Size in sectors of 512 bytes; fixed.
    long capacitySectors();

    /// Whether writes are refused. Then the device offers BLK_RO and never calls [#write].
    boolean isReadOnly();

    /// Copies content to guest memory. False: I/O error; some of the bytes may have been copied.
    boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes);

    /// Copies guest memory to the content; volatile until [#flush()]. False: I/O error; some of the bytes may have been
    /// written.
    boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes);

    /// Makes every write that has returned durable, before it returns itself. False: I/O error.
    boolean flush();
}
