package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.check.Ghost;
import ringproof.check.Program;
import ringproof.check.World;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.Limits;

/// The whole driver and the whole device with the registers between them, while one thing is done to them at any moment: see [Life].
///
/// Request n reads sector n, which holds the byte n + 1 throughout. Every request ends exactly once and as [Life] allows, nobody waits for
/// ever, and a job writes over its buffer as soon as that is its own again: a device that still touches it then is a data race.
final class LifeProgram implements Program {
    private static final int DATA_ALIGN = 8;
    private static final int QUEUE = 0;

    private final Scenario scenario;
    private final Parts parts;
    private final MemoryBackend disk;

    LifeProgram(Scenario scenario, Parts parts) {
        this.scenario = scenario;
        this.parts = parts;
        byte[] content = new byte[scenario.requestCount() * Limits.SECTOR_BYTES];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i / Limits.SECTOR_BYTES + 1);
        }
        this.disk = MemoryBackend.readOnly(content);
    }

    @Override
    public int memoryBytes() {
        return 8192 + scenario.queueSize() * 512 + scenario.requestCount() * Limits.SECTOR_BYTES;
    }

    @Override
    public void build(World world) {
        new Instance(world);
    }

    /// One instance of the system.
    private final class Instance {
        private final World world;
        private final Machine machine;
        private final GuestMemory memory;
        private final BlkDriver driver;
        private final HardwareQueue queue;
        private final List<Request> requests = new ArrayList<>();
        private final Ghost[] endings;

        Instance(World world) {
            this.world = world;
            this.machine = world.machine();
            this.memory = machine.memory();
            this.endings = new Ghost[scenario.requestCount()];
            for (int number = 0; number < endings.length; number++) {
                endings[number] = world.ghost("endings of request " + number);
            }
            BlkDeviceOptions options = BlkDeviceOptions.DEFAULT.withQueues(1, scenario.queueSize())
                    .withGenericFeatures(scenario.ring().features().without(Feature.VERSION_1).with(Feature.RING_RESET)
                            .with(Feature.SUSPEND));
            BlkDevice device = parts.device(machine, disk, options);
            InProcessTransport transport = new InProcessTransport(machine, device);
            GuestAllocator allocator = new GuestAllocator(memory, 0);
            this.driver = BlkDriver.start(machine, transport, allocator, new BlkDriverOptions(scenario.policy(), 1,
                    scenario.queueSize(), scenario.ring().hasEventIdx(), scenario.ring().disableStyle()),
                    this::ended);
            this.queue = driver.queues().get(QUEUE);
            prepareJobs(allocator);
            world.daemon("interrupt", driver.interruptHandler(QUEUE));
            world.daemon("device", device.agent(0));
            world.agent(scenario.life().key(), this::happens);
            world.always(this::endedTwice);
            world.atEnd(this::lost);
        }

        private void prepareJobs(GuestAllocator allocator) {
            int number = 0;
            for (int j = 0; j < scenario.jobs().size(); j++) {
                List<Request> own = new ArrayList<>();
                for (char letter : scenario.jobs().get(j).toCharArray()) {
                    Request request = Objects.requireNonNull(queue.allocate(), "as many tags as requests");
                    long addr = world.label(allocator.allocate(Limits.SECTOR_BYTES, DATA_ALIGN), Limits.SECTOR_BYTES,
                            "data of request " + number);
                    own.add(request.prepare(BlkRequestType.IN, number++, addr, Limits.SECTOR_BYTES, letter == 'H'));
                }
                requests.addAll(own);
                world.agent("job" + (j + 1), () -> job(own));
            }
        }

        /// Submits all its requests, then waits for each.
        private void job(List<Request> own) {
            for (Request request : own) {
                machine.checkpoint("submit", d -> d.add(request.tag()));
                queue.queueRq(request, true);
            }
            for (Request request : own) {
                machine.checkpoint("wait", d -> d.add(request.tag()));
                queue.await(request);
                take(request);
            }
            machine.checkpoint("end", d -> d.add(0));
        }

        /// The request has ended.
        private void take(Request request) {
            Outcome outcome = request.outcome();
            if (!scenario.life().allows(outcome)) {
                world.fail(request + " ended with " + outcome + " although "
                        + scenario.life().sentence());
            }
            if (!request.isReturned() && parts.leavesToTheDevice()) {
                return;
            }
            if (outcome == Outcome.OK) {
                check(request);
            }
            memory.write(request.dataAddr(), new byte[Limits.SECTOR_BYTES], 0, Limits.SECTOR_BYTES);
        }

        private void check(Request request) {
            byte[] data = new byte[Limits.SECTOR_BYTES];
            memory.read(request.dataAddr(), data, 0, data.length);
            for (byte b : data) {
                if (b != request.sector() + 1) {
                    world.fail(request + " got data that is not its own");
                }
            }
        }

        private void happens() {
            switch (scenario.life()) {
                case NONE -> {
                }
                case TIMEOUT -> {
                    boolean ignored = queue.timedOut(requests.getFirst());
                }
                case QUIESCE -> {
                    queue.quiesce();
                    queue.unquiesce();
                }
                case FREEZE -> must(driver.freeze(false) && driver.restore());
                case DRAIN -> must(driver.freeze(true) && driver.restore());
                case RECOVER -> must(driver.recover(true));
                case FAIL -> must(driver.recover(false));
                case RESET_QUEUE -> must(driver.resetQueue(QUEUE, true));
                case SUSPEND -> must(driver.suspend() && driver.resume());
                case REMOVE -> driver.remove(false);
            }
        }

        private void must(boolean done) {
            if (!done) {
                world.fail("it could not be done that " + scenario.life().sentence());
            }
        }

        private void ended(Request request, Outcome outcome) {
            endings[(int) request.sector()].add(1);
        }

        private @Nullable String endedTwice() {
            for (int number = 0; number < endings.length; number++) {
                if (endings[number].get() > 1) {
                    return "request " + number + " ended twice";
                }
            }
            return null;
        }

        private @Nullable String lost() {
            for (int number = 0; number < endings.length; number++) {
                if (endings[number].get() == 0) {
                    return "lost: request " + number + " never ends";
                }
            }
            return null;
        }
    }
}
