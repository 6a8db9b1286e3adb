package ringproof.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import ringproof.device.MemoryBackend;
import ringproof.driver.policy.Policy;
import ringproof.wire.Limits;

/// What notifications cost under each policy: the same copy between two disks in memory, with devices that sleep and with
/// devices that poll.
///
/// A hardware device reads the driver's suppression state over the bus each time that it might notify: those reads are counted. A queue
/// that was set up without used buffer notifications needs none.
public final class NotificationCosts {
    /// Of a hundred.
    public static final int HALF = 50;
    private static final int[] HIPRI_PERCENT = {0, HALF, 100};
    private static final int SECTORS = 1 << 15;
    private static final int BLOCK_BYTES = 4096;
    private static final int JOBS = 2;
    private static final int QUEUES = 2;
    private static final long DEVICE_POLL_NANOS = 100_000;

    /// One measurement.
    ///
    /// @param requests that both disks have executed, flushes aside
    public record Row(CopyOptions options, long requests, CopyResult result) {
        /// How often something was counted for each request.
        public double perRequest(long count) {
            return (double) count / requests;
        }
    }

    private NotificationCosts() {
    }

    /// Measures all; `onRow` hears of each. Throws [IOException] where a copy fails.
    public static List<Row> measure(Consumer<Row> onRow) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Policy policy : EnumSet.complementOf(EnumSet.of(Policy.AUTO))) {
            for (int percent : HIPRI_PERCENT) {
                for (long deviceNanos : new long[]{0, DEVICE_POLL_NANOS}) {
                    Row row = measure(policy, percent, deviceNanos);
                    onRow.accept(row);
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static Row measure(Policy policy, int hipriPercent, long deviceNanos) throws IOException {
        CopyOptions options = CopyOptions.DEFAULT.withQueues(QUEUES).withPolicy(policy)
                .withLoad(JOBS, BLOCK_BYTES, hipriPercent)
                .withPolling(new CopyPolling(false, deviceNanos));
        CopyResult result = new ImageCopy(options).copy(new MemoryBackend(SECTORS), new MemoryBackend(SECTORS),
                bytes -> {
                });
        return new Row(options, 2L * SECTORS * Limits.SECTOR_BYTES / BLOCK_BYTES, result);
    }
}
