package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.HctxType;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;

/// Uses the queue of the real device, beside the hostile one: what it writes it must find again.
final class Bystander implements Runnable {
    private static final int ROUNDS = 3;

    private final Ambush ambush;
    private final HardwareQueue queue;
    private boolean finished;

    Bystander(Ambush ambush) {
        this.ambush = ambush;
        this.queue = ambush.queue(1);
    }

    @Override
    public void run() {
        SplittableRandom random = new SplittableRandom(ambush.setup.seed());
        SteppedMemory memory = ambush.machine.memory();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = new byte[Limits.SECTOR_BYTES];
            random.nextBytes(content);
            int sector = random.nextInt(Ambush.SECTORS);
            memory.write(Ambush.HONEST_BUFFERS, content, 0, content.length);
            perform(BlkRequestType.OUT, sector, random.nextBoolean());
            memory.write(Ambush.HONEST_BUFFERS, new byte[content.length], 0, content.length);
            perform(BlkRequestType.IN, sector, random.nextBoolean());
            byte[] back = new byte[content.length];
            memory.read(Ambush.HONEST_BUFFERS, back, 0, back.length);
            assertThat(Arrays.equals(content, back)).as("sector %d came back as it was", sector).isTrue();
        }
        finished = true;
    }

    private void perform(BlkRequestType type, int sector, boolean hipri) {
        Request request = Objects.requireNonNull(queue.allocate());
        request.prepare(type, sector, Ambush.HONEST_BUFFERS, Limits.SECTOR_BYTES,
                hipri || queue.type() == HctxType.POLL);
        ambush.send(queue, request, true);
        queue.await(request);
        assertThat(request.outcome()).isEqualTo(Outcome.OK);
        queue.free(request);
    }

    boolean hasFinished() {
        return finished;
    }
}
