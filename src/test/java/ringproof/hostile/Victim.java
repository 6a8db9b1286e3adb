package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;

/// Sends requests to the queue of a hostile device, and waits for each only so long.
final class Victim implements Runnable {
    private static final int ROUNDS = 5;
    private static final int LOOKS = 16;

    private final Ambush ambush;
    private final HardwareQueue queue;
    private final SplittableRandom random;
    private final long dataAddr;

    Victim(Ambush ambush, int number) {
        this.ambush = ambush;
        this.queue = ambush.queue(HostedTransport.HOSTILE);
        this.random = new SplittableRandom(ambush.setup.seed() + number);
        this.dataAddr = Ambush.BUFFERS + (long) number * 2 * Limits.SECTOR_BYTES;
    }

    @Override
    public void run() {
        for (int round = 0; round < ROUNDS; round++) {
            Request request = queue.allocate();
            if (request != null) {
                perform(request);
            }
        }
    }

    private void perform(Request request) {
        boolean hipri = random.nextBoolean();
        switch (random.nextInt(4)) {
            case 0 -> request.prepare(BlkRequestType.FLUSH, 0, 0, 0, hipri);
            case 1 -> request.prepare(BlkRequestType.GET_ID, 0, dataAddr, Limits.DEVICE_ID_BYTES, hipri);
            case 2 -> request.prepare(BlkRequestType.IN, random.nextInt(Ambush.SECTORS), dataAddr, Limits.SECTOR_BYTES,
                    hipri);
            default -> request.prepare(BlkRequestType.OUT, random.nextInt(Ambush.SECTORS), dataAddr,
                    Limits.SECTOR_BYTES, hipri);
        }
        boolean last = random.nextBoolean();
        HardwareQueue.Queued queued = ambush.send(queue, request, last);
        if (queued == HardwareQueue.Queued.BROKEN) {
            assertThat(request.outcome()).isEqualTo(Outcome.IOERR);
        }
        if (!last) {
            queue.commitRqs();
        }
        look(request, request.hipri() && queue.polls());
        if (!request.isDone() && random.nextBoolean()) {
            queue.timedOut(request);
        }
        if (request.isDone()) {
            assertThat(request.usedLengthBytes()).isBetween(0L, (long) Limits.SECTOR_BYTES + 1);
            queue.free(request);
        }
    }

    private void look(Request request, boolean polls) {
        if (polls) {
            queue.pollBegin();
        }
        for (int i = 0; i < LOOKS && !request.isDone(); i++) {
            if (polls || random.nextInt(8) == 0) {
                queue.poll();
            }
            ambush.machine.point();
        }
        if (polls) {
            queue.pollEnd();
        }
    }
}
