package ringproof.driver.limit;

/// How the disk is best used; none of it is a rule. Spec 5.2.4, 5.2.5: blk_size, topology. Linux: virtblk_read_limits.
///
/// @param alignmentOffsetBytes where the first physical block begins
/// @param minIoBytes           0: nothing said; so with the next
public record Topology(int logicalBlockBytes, long physicalBlockBytes, long alignmentOffsetBytes, long minIoBytes,
        long optIoBytes) {
}
