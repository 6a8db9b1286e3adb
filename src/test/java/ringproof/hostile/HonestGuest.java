package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.queue.DisableCallback;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.wire.BlkRequestType;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The real driver's hardware queue on one queue of the device: writes its sectors and reads them back, and they had better be right.
final class HonestGuest {
    private static final int ROUNDS = 3;
    private static final int SECTORS_EACH = 2;
    private static final int OWN_SECTORS = (Siege.SECTORS - Siege.HONEST_SECTOR) / 2;

    private final Siege siege;
    private final int queue;
    private final FeatureSet features;
    private final QueueLayout layout;
    private final GuestAllocator allocator;
    private final long dataAddr;
    private final int firstSector;
    private boolean finished;
    private boolean stopped;
    private String wrong = "";

    /// Its memory is taken from `allocator`. Set up by [#setUp()], in between feature negotiation and DRIVER_OK.
    HonestGuest(Siege siege, int queue, FeatureSet features, GuestAllocator allocator) {
        this.siege = siege;
        this.queue = queue;
        this.features = features;
        this.allocator = allocator;
        this.firstSector = Siege.HONEST_SECTOR + queue % 2 * OWN_SECTORS;
        this.layout = Virtqueues.allocate(features, siege.setup.queueSize(), allocator);
        this.dataAddr = allocator.allocate((long) SECTORS_EACH * Limits.SECTOR_BYTES, Limits.SECTOR_BYTES);
    }

    void setUp() {
        siege.transport.setUpQueue(queue, layout);
    }

    /// After DRIVER_OK: the agents.
    void start() {
        HardwareQueue hardware = new HardwareQueue(siege.machine, "honest" + queue,
                Virtqueues.newDriverQueue(siege.machine, "honest" + queue, layout, features,
                        DisableCallback.EVENT_ZERO, null),
                Policy.INTERRUPT.newQueueState(HctxType.DEFAULT), siege.setup.queueSize(), allocator,
                siege.transport.kick(queue), CompletionListener.NONE);
        siege.machine.agent("interrupt" + queue, () -> {
            while (!stopped) {
                siege.transport.callback(queue).await();
                hardware.interrupt();
            }
        });
        siege.machine.agent("honest" + queue, () -> {
            work(hardware);
            finished = true;
            stopped = true;
            siege.transport.callback(queue).signal();
        });
    }

    private void work(HardwareQueue hardware) {
        SplittableRandom random = new SplittableRandom(siege.setup.seed() + queue);
        GuestMemory memory = siege.machine.memory();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = new byte[SECTORS_EACH * Limits.SECTOR_BYTES];
            random.nextBytes(content);
            int sector = firstSector + random.nextInt(OWN_SECTORS - SECTORS_EACH + 1);
            memory.write(dataAddr, content, 0, content.length);
            perform(hardware, BlkRequestType.OUT, sector);
            memory.write(dataAddr, new byte[content.length], 0, content.length);
            perform(hardware, BlkRequestType.IN, sector);
            byte[] back = new byte[content.length];
            memory.read(dataAddr, back, 0, back.length);
            if (!Arrays.equals(content, back)) {
                wrong = "sector " + sector + " came back with other content";
            }
        }
    }

    private void perform(HardwareQueue hardware, BlkRequestType type, long sector) {
        Request request = Objects.requireNonNull(hardware.allocate());
        hardware.queueRq(request.prepare(type, sector, dataAddr, SECTORS_EACH * Limits.SECTOR_BYTES, false), true);
        request.await();
        if (request.outcome() != Outcome.OK) {
            wrong = request + " ended with " + request.outcome();
        }
        hardware.free(request);
    }

    /// Throws unless all its requests have completed, with the right content.
    void checkFinished() {
        assertThat(finished).as("the honest driver of queue %d has finished", queue).isTrue();
        assertThat(wrong).as("what is wrong with queue %d", queue).isEmpty();
    }
}
