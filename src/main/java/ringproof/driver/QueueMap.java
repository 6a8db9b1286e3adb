package ringproof.driver;

import java.util.ArrayList;
import java.util.List;
import ringproof.driver.policy.HctxType;
import ringproof.wire.BlkRequestType;

/// Which hardware queue takes a request: by what it is, then by who sends it. Linux: blk_mq_map_queue, virtblk_map_queues. Immutable.
public final class QueueMap {
    private final List<HardwareQueue> others;
    private final List<HardwareQueue> reads;
    private final List<HardwareQueue> polled;

    /// A map over queues of which at least one is [HctxType#DEFAULT].
    QueueMap(List<HardwareQueue> queues) {
        this.others = of(queues, HctxType.DEFAULT);
        this.reads = of(queues, HctxType.READ);
        this.polled = of(queues, HctxType.POLL);
    }

    private static List<HardwareQueue> of(List<HardwareQueue> queues, HctxType type) {
        List<HardwareQueue> found = new ArrayList<>();
        for (HardwareQueue queue : queues) {
            if (queue.type() == type) {
                found.add(queue);
            }
        }
        return List.copyOf(found);
    }

    /// The queue for requests of job `job`, any number from 0 on: jobs are dealt out in turn. Where there are no queues for this kind alone,
    /// one that takes everything.
    public HardwareQueue queueFor(BlkRequestType type, boolean hipri, int job) {
        List<HardwareQueue> queues = hipri && !polled.isEmpty() ? polled
                : type == BlkRequestType.IN && !reads.isEmpty() ? reads : others;
        return queues.get(job % queues.size());
    }
}
