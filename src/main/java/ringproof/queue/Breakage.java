package ringproof.queue;

/// The rule that the other side has broken; from then on the queue is not used any more. Linux: vq->broken, BAD_RING.
public enum Breakage {
    /// Used element names a descriptor that the queue does not have.
    USED_ID_OUT_OF_RANGE("the device returned an id beyond the queue size"),
    /// Used element names no head in flight: never added, or already returned.
    USED_ID_NOT_IN_FLIGHT("the device returned a buffer that is not in flight"),
    /// More buffers used than are in flight.
    USED_IDX_JUMPED("the device's used index is ahead of what is in flight"),
    /// Device claims to have written more than it was given.
    USED_LENGTH_TOO_LARGE("the device says that it wrote more than the buffer holds"),

    AVAIL_IDX_JUMPED("the driver's available index is ahead by more than the queue size"),
    HEAD_OUT_OF_RANGE("the driver made a descriptor available that the queue does not have"),
    NEXT_OUT_OF_RANGE("a descriptor's next lies beyond the table"),
    CHAIN_TOO_LONG("a descriptor chain loops or is longer than the queue"),
    CHAIN_TOO_MANY_BYTES("a descriptor chain holds more than 2^32 bytes"),
    BUFFER_OUTSIDE_MEMORY("a buffer lies outside guest memory"),
    READABLE_AFTER_WRITABLE("a device-readable buffer follows a device-writable one"),
    INDIRECT_NOT_NEGOTIATED("an indirect descriptor although the feature was not negotiated");

    private final String sentence;

    Breakage(String sentence) {
        this.sentence = sentence;
    }

    /// What the other side did.
    public String sentence() {
        return sentence;
    }
}
