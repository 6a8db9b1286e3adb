package ringproof.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.check.Ghost;
import ringproof.check.Program;
import ringproof.check.World;
import ringproof.device.Backend;
import ringproof.device.MemoryBackend;
import ringproof.device.SharedBackend;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// The real driver and the real device on one virtqueue, as a program of the engine: submitters, interrupt handler, poller, device.
///
/// Request n reads sector n, which holds the byte n + 1 throughout, or writes that there over zeros, or flushes.
final class RingProgram implements Program {
    /// The lock of the queue, as the machine knows it.
    static final String LOCK = "q0.lock";
    private static final int DATA_ALIGN = 8;
    private static final int TABLE_BYTES = Scenario.REQUEST_PIECES * SplitLayout.DESCRIPTOR_BYTES;
    private static final int RING_BYTES_PER_DESCRIPTOR = 32;

    private final Scenario scenario;
    private final Parts parts;
    private final byte[] content;

    RingProgram(Scenario scenario, Parts parts) {
        this.scenario = scenario;
        this.parts = parts;
        String letters = String.join("", scenario.jobs());
        this.content = new byte[letters.length() * Limits.SECTOR_BYTES];
        for (int i = 0; i < content.length; i++) {
            int number = i / Limits.SECTOR_BYTES;
            content[i] = (byte) (letters.charAt(number) == 'W' ? 0 : number + 1);
        }
    }

    /// What nobody writes to needs no lock.
    private Backend disk(Machine machine) {
        if (!scenario.writes()) {
            return MemoryBackend.readOnly(content);
        }
        MemoryBackend disk = new MemoryBackend(scenario.requestCount());
        disk.write(0, content, 0, content.length);
        return new SharedBackend(machine, disk);
    }

    @Override
    public int memoryBytes() {
        int lanes = scenario.policy() == Policy.POLL_QUEUES ? 2 : 1;
        return 4096 + lanes * scenario.queueSize() * (RING_BYTES_PER_DESCRIPTOR
                + (scenario.ring().isIndirect() ? TABLE_BYTES : 0))
                + scenario.requestCount() * (Limits.SECTOR_BYTES + lanes * 64);
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
        private final Lane main;
        /// Where HIPRI requests go.
        private final Lane polled;
        private final Backend disk;
        private final IdentityHashMap<Request, Integer> numbers = new IdentityHashMap<>();
        private final List<Request> hipri = new ArrayList<>();
        private final List<Request> lopri = new ArrayList<>();
        /// By request: how often it has completed.
        private final Ghost[] completions;
        /// By request: whether its job has stopped polling for it, so that nobody waits for it any more.
        private final Ghost[] abandoned;

        Instance(World world) {
            this.world = world;
            this.machine = world.machine();
            this.memory = machine.memory();
            this.completions = ghosts("completions of request ");
            this.abandoned = ghosts("nobody polls for request ");
            GuestAllocator allocator = new GuestAllocator(memory, 0);
            this.disk = disk(machine);
            boolean own = scenario.policy() == Policy.POLL_QUEUES;
            DeviceSide device = new DeviceSide(world, scenario, disk, own ? 2 : 1);
            this.main = Lane.main(world, scenario, parts, device, allocator, this::completed);
            this.polled = own ? Lane.polled(world, scenario, parts, device, allocator, this::completed) : main;
            int number = 0;
            for (int j = 0; j < scenario.jobs().size(); j++) {
                List<Request> requests = new ArrayList<>();
                for (char letter : scenario.jobs().get(j).toCharArray()) {
                    HardwareQueue queue = (letter == 'H' ? polled : main).queue();
                    Request request = Objects.requireNonNull(queue.allocate(), "as many tags as requests");
                    long dataAddr = allocator.allocate(Limits.SECTOR_BYTES, DATA_ALIGN);
                    numbers.put(request, number);
                    prepare(request, letter, number++, dataAddr);
                    label(request, letter == 'H' && own ? "q1" : "q0");
                    requests.add(request);
                    (letter == 'H' ? hipri : lopri).add(request);
                }
                world.agent("job" + (j + 1), () -> job(requests));
            }
            world.always(this::completedTwice);
            world.atEnd(this::lost);
        }

        private void prepare(Request request, char letter, int number, long dataAddr) {
            switch (letter) {
                case 'W' -> {
                    byte[] data = new byte[Limits.SECTOR_BYTES];
                    Arrays.fill(data, (byte) (number + 1));
                    memory.write(dataAddr, data, 0, data.length);
                    request.prepare(BlkRequestType.OUT, number, dataAddr, Limits.SECTOR_BYTES, false);
                }
                case 'F' -> request.prepare(BlkRequestType.FLUSH, 0, 0, 0, false);
                default -> request.prepare(BlkRequestType.IN, number, dataAddr, Limits.SECTOR_BYTES, letter == 'H');
            }
        }

        private void label(Request request, String queue) {
            String name = queue + ".rq" + request.tag();
            world.label(request.headerAddr(), BlkRequestLayout.HEADER_BYTES, name + ".header");
            world.label(request.statusAddr(), BlkRequestLayout.STATUS_BYTES, name + ".status");
            if (request.dataBytes() > 0) {
                world.label(request.dataAddr(), (int) request.dataBytes(), name + ".data");
            }
        }

        /// A task of the guest: submits all its requests, then polls for the HIPRI ones, then sleeps until the others are done.
        private void job(List<Request> requests) {
            boolean polls = requests.stream().anyMatch(this::isPolled);
            boolean early = polls && scenario.policy() == Policy.TOGGLE
                    && world.choose("announces itself before it submits", 2) == 1;
            if (early) {
                polled.pollBegin();
            }
            for (Request request : requests) {
                int at = number(request);
                machine.checkpoint("submit", d -> d.add(at).add(early));
                laneOf(request).queueRq(request);
            }
            boolean stayed = !polls || pollForAll(requests, early);
            for (Request request : requests) {
                if (!isPolled(request)) {
                    int at = number(request);
                    machine.checkpoint("sleep", d -> d.add(at).add(stayed));
                    request.await();
                    checkData(request);
                }
            }
            machine.checkpoint("end", d -> d.add(stayed));
        }

        /// False: the poller went away before all were done.
        private boolean pollForAll(List<Request> requests, boolean early) {
            if (!early) {
                polled.pollBegin();
            }
            Polling polling = Polling.ON;
            for (Request request : requests) {
                if (isPolled(request)) {
                    polling = polling == Polling.ON ? poll(request) : polling;
                    switch (polling) {
                        case ON -> {
                        }
                        case ASLEEP -> {
                            int at = number(request);
                            machine.checkpoint("asleep", d -> d.add(at));
                            request.await();
                        }
                        case GONE -> abandoned[number(request)].set(1);
                    }
                    if (polling != Polling.GONE) {
                        checkData(request);
                    }
                }
            }
            if (polling == Polling.ON) {
                polled.pollEnd();
            }
            return polling != Polling.GONE;
        }

        /// Polls until the request is done or the environment wants it otherwise.
        private Polling poll(Request request) {
            int at = number(request);
            while (true) {
                machine.checkpoint("poll", d -> d.add(at));
                if (request.isDone()) {
                    return Polling.ON;
                }
                switch (scenario.poller()) {
                    case NONE, STAYS -> {
                    }
                    case LEAVES -> {
                        if (world.choose("poller leaves", 2) == 1) {
                            return Polling.GONE;
                        }
                    }
                    case YIELDS -> {
                        int choice = world.choose("poller takes leave", 3);
                        if (choice > 0) {
                            polled.pollEnd();
                        }
                        if (choice == 1) {
                            return Polling.ASLEEP;
                        }
                        if (choice == 2) {
                            polled.pollBegin();
                        }
                    }
                }
                if (polled.queue().poll() == 0) {
                    machine.relax();
                }
            }
        }

        private boolean isPolled(Request request) {
            return request.hipri() && scenario.poller() != Scenario.Poller.NONE;
        }

        private Lane laneOf(Request request) {
            return request.hipri() ? polled : main;
        }

        /// It has ended, so its buffer is the job's own again.
        private void checkData(Request request) {
            if (request.outcome() != Outcome.OK) {
                return;
            }
            byte[] data = new byte[Limits.SECTOR_BYTES];
            switch (request.type()) {
                case IN -> memory.read(request.dataAddr(), data, 0, data.length);
                case OUT -> {
                    memory.write(request.dataAddr(), data, 0, data.length);
                    disk.read(request.sector() * Limits.SECTOR_BYTES, data, 0, data.length);
                }
                default -> {
                    return;
                }
            }
            for (byte b : data) {
                if (b != request.sector() + 1) {
                    world.fail(
                            request + (request.type() == BlkRequestType.OUT ? " left on the disk what was not its data"
                                    : " got data that is not its own"));
                }
            }
        }

        private void completed(Request request, Outcome outcome) {
            completions[number(request)].add(1);
            boolean mayFail = scenario.environment() == Environment.DISK_FAILS && outcome == Outcome.IOERR;
            if (outcome != Outcome.OK && !mayFail) {
                world.fail(request + " completed with " + outcome);
            }
        }

        private int number(Request request) {
            return Objects.requireNonNull(numbers.get(request));
        }

        private Ghost[] ghosts(String name) {
            Ghost[] ghosts = new Ghost[scenario.requestCount()];
            for (int number = 0; number < ghosts.length; number++) {
                ghosts[number] = world.ghost(name + number);
            }
            return ghosts;
        }

        private @Nullable String completedTwice() {
            for (int number = 0; number < completions.length; number++) {
                if (completions[number].get() > 1) {
                    return "request " + number + " completed twice";
                }
            }
            return null;
        }

        private @Nullable String lost() {
            for (Request request : lopri) {
                if (completions[number(request)].get() == 0) {
                    return "lost completion: " + request + " never completes";
                }
            }
            for (Request request : hipri) {
                if (completions[number(request)].get() == 0 && abandoned[number(request)].get() == 0) {
                    return "lost completion: " + request + " never completes although it is polled for";
                }
            }
            return null;
        }
    }

    /// How a job looks after its HIPRI requests.
    private enum Polling {
        ON,
        /// It has taken leave and sleeps.
        ASLEEP,
        /// It is gone without notice.
        GONE
    }
}
