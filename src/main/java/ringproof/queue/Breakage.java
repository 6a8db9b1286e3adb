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

    /// IN_ORDER: used element names a buffer that is not among the oldest ones that the used index covers.
    USED_OUT_OF_ORDER("the device returned a buffer before older ones although IN_ORDER was negotiated"),

    AVAIL_IDX_JUMPED("the driver's available index is ahead by more than the queue size"),
    HEAD_OUT_OF_RANGE("the driver made a descriptor available that the queue does not have"),
    NEXT_OUT_OF_RANGE("a descriptor's next lies beyond the table"),
    /// Packed ring, 2.8.15, 2.8.17: the first descriptor of a list is made available last.
    NEXT_NOT_AVAILABLE("a descriptor of a list is not available although the first one is"),
    /// Packed ring, 2.8.16.
    AVAILABLE_NOT_RETURNED("the driver made a descriptor available that the device has not returned"),
    CHAIN_TOO_LONG("a descriptor chain loops or is longer than the queue"),
    CHAIN_TOO_MANY_BYTES("a descriptor chain holds more than 2^32 bytes"),
    BUFFER_OUTSIDE_MEMORY("a buffer lies outside guest memory"),
    READABLE_AFTER_WRITABLE("a device-readable buffer follows a device-writable one"),
    INDIRECT_NOT_NEGOTIATED("an indirect descriptor although the feature was not negotiated"),
    INDIRECT_WITH_NEXT("a descriptor that refers to an indirect table has a next one"),
    INDIRECT_WITHIN_INDIRECT("a descriptor of an indirect table refers to another table"),
    INDIRECT_TABLE_EMPTY("an indirect table has no descriptors"),
    INDIRECT_TABLE_RAGGED("the length of an indirect table is no whole number of descriptors"),
    INDIRECT_TABLE_TOO_LONG("an indirect table has more than 65536 descriptors"),
    INDIRECT_TABLE_OUTSIDE_MEMORY("an indirect table lies outside guest memory"),
    INDIRECT_NEXT_OUT_OF_RANGE("the next of an indirect descriptor lies beyond its table"),
    /// Split ring with IN_ORDER, 2.7.5, 2.7.5.3.1.
    HEAD_OUT_OF_ORDER("a chain does not begin behind the one before it although IN_ORDER was negotiated"),
    NEXT_OUT_OF_ORDER("a descriptor's next is not the one behind it although IN_ORDER was negotiated");

    private final String sentence;

    Breakage(String sentence) {
        this.sentence = sentence;
    }

    /// What the other side did.
    public String sentence() {
        return sentence;
    }
}
