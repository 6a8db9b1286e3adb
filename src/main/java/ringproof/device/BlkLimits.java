package ringproof.device;

import org.jspecify.annotations.Nullable;
import ringproof.wire.Limits;

/// The characteristics that a block device tells its driver, beside those that its backend and its queues decide. Null or 0: not offered.
///
/// Spec 5.2.3, 5.2.4. What the backend cannot do is never offered: nothing that writes on a read-only one, neither DISCARD nor WRITE_ZEROES
/// on a host-managed zoned one.
///
/// @param sizeMaxBytes most bytes of one data segment: SIZE_MAX
/// @param segMax       most data segments of a request: SEG_MAX; 0: as many as the queue has room for
/// @param blockBytes   logical block, a power of two from 512 on: BLK_SIZE
/// @param configWce    whether the driver may switch the write cache off and on: CONFIG_WCE
public record BlkLimits(int sizeMaxBytes, int segMax, int blockBytes, @Nullable Geometry geometry,
        @Nullable Topology topology, boolean configWce, @Nullable RangeLimits discard,
        @Nullable RangeLimits writeZeroes, @Nullable RangeLimits secureErase) {

    /// Every request that a backend may know, no limits on data, no geometry.
    public static final BlkLimits DEFAULT = new BlkLimits(0, 0, Limits.SECTOR_BYTES, null, null, true,
            RangeLimits.DEFAULT, RangeLimits.DEFAULT, null);

    /// What a disk of old looked like, for drivers that ask.
    public record Geometry(int cylinders, int heads, int sectors) {
        public Geometry {
            if (cylinders < 0 || cylinders > 0xFFFF || heads < 0 || heads > 0xFF || sectors < 0 || sectors > 0xFF) {
                throw new IllegalArgumentException("a geometry has 16 bits of cylinders, 8 of heads, 8 of sectors");
            }
        }
    }

    /// How requests had better be laid out.
    ///
    /// @param physicalBlockExp logical blocks in a physical one, as a power of two
    /// @param alignmentOffset  first logical block that is aligned
    /// @param minIoBlocks      smallest request that does well, in logical blocks
    /// @param optIoBlocks      best size of a request, in logical blocks
    public record Topology(int physicalBlockExp, int alignmentOffset, int minIoBlocks, int optIoBlocks) {
        public Topology {
            if (physicalBlockExp < 0 || physicalBlockExp > 31 || alignmentOffset < 0 || alignmentOffset > 0xFF
                    || minIoBlocks < 0 || minIoBlocks > 0xFFFF || optIoBlocks < 0) {
                throw new IllegalArgumentException("a topology does not fit its fields");
            }
        }
    }

    public BlkLimits {
        if (sizeMaxBytes < 0 || segMax < 0) {
            throw new IllegalArgumentException("limits of segments cannot be negative");
        }
        if (blockBytes < Limits.SECTOR_BYTES || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException("a logical block is a power of two of at least 512 bytes");
        }
    }

    public BlkLimits withSegments(int sizeMax, int count) {
        return new BlkLimits(sizeMax, count, blockBytes, geometry, topology, configWce, discard, writeZeroes,
                secureErase);
    }

    public BlkLimits withBlock(int bytes, @Nullable Geometry shape, @Nullable Topology layout) {
        return new BlkLimits(sizeMaxBytes, segMax, bytes, shape, layout, configWce, discard, writeZeroes, secureErase);
    }

    public BlkLimits withConfigWce(boolean offered) {
        return new BlkLimits(sizeMaxBytes, segMax, blockBytes, geometry, topology, offered, discard, writeZeroes,
                secureErase);
    }

    public BlkLimits withRanges(@Nullable RangeLimits discarding, @Nullable RangeLimits zeroing,
            @Nullable RangeLimits erasing) {
        return new BlkLimits(sizeMaxBytes, segMax, blockBytes, geometry, topology, configWce, discarding, zeroing,
                erasing);
    }
}
