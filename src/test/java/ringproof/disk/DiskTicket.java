package ringproof.disk;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.driver.Outcome;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;

/// A request of a [DiskRun] on its way.
final class DiskTicket {
    final int number;
    final DiskRequest asked;
    final int queue;
    final long dataAddr;
    final long dataBytes;
    /// What it writes, or what IN must read.
    final int[] content;
    int appendedTo;
    /// How it must end, once it was executed; empty: well.
    @Nullable
    Set<Outcome> refusals;
    @Nullable
    BlkStatus status;
    @Nullable
    Outcome ended;

    DiskTicket(int number, DiskRequest asked, int queue, long dataAddr, long dataBytes) {
        this.number = number;
        this.asked = asked;
        this.queue = queue;
        this.dataAddr = dataAddr;
        this.dataBytes = dataBytes;
        this.content = new int[asked.type() == BlkRequestType.ZONE_REPORT ? 0 : asked.sectors()];
        if (asked.type() != BlkRequestType.IN) {
            for (int i = 0; i < content.length; i++) {
                content[i] = (number + 1) << 8 | i + 1;
            }
        }
    }

    /// First sector that it writes, or wrote, of its data.
    int sector() {
        return asked.type() == BlkRequestType.ZONE_APPEND ? appendedTo : (int) asked.sector();
    }
}
