package ringproof.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import ringproof.device.BlkLimits;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.HctxType;
import ringproof.driver.policy.Policy;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Lock;
import ringproof.plain.PlainEvent;
import ringproof.plain.PlainMachine;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Kick;
import ringproof.wire.BlkRequestType;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;

/// The same as a [RingProgram] on the plain machine, with or without a seeded bug, as calls that each come to an end: what Lincheck
/// interleaves for the detection matrix.
///
/// Interrupt handler and device run when their line is raised, once for each time an actor looks. What is still raised when all actors are
/// done is delivered in [#nothing_is_lost()]. Lincheck makes one instance for each interleaving, so what to make is static.
public class InterleavedGuest {
    private static final int MEMORY_BYTES = 1 << 14;
    private static final int DATA_ALIGN = 8;
    private static @Nullable Scenario scenarioOfRun;
    private static Parts partsOfRun = Parts.REAL;

    private final Scenario scenario;
    private final PlainEvent kick;
    private final PlainEvent callback;
    private final DriverQueue<Request> driverQueue;
    private final HardwareQueue hardwareQueue;
    private final QueueWorker worker;
    private final PlainMachine machine;
    private final MemoryBackend disk;
    private final List<Request> requests = new ArrayList<>();
    private final AtomicIntegerArray completions;
    private volatile String wrong = "";

    /// Of what [#choose(SeededBug, boolean)] has said.
    protected InterleavedGuest() {
        this.scenario = Objects.requireNonNull(scenarioOfRun);
        Parts parts = partsOfRun;
        this.machine = parts.excludes() ? new PlainMachine(MEMORY_BYTES) : new OpenMachine();
        this.disk = new MemoryBackend(scenario.requestCount());
        this.completions = new AtomicIntegerArray(scenario.requestCount());
        FeatureSet features = scenario.flushes() ? scenario.ring().features().with(Feature.BLK_FLUSH)
                : scenario.ring().features();
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        QueueLayout layout = Virtqueues.allocate(scenario.ring().features(), scenario.queueSize(), allocator);
        this.kick = machine.newEvent("kick");
        this.callback = (PlainEvent) parts.callback(machine);
        this.driverQueue = scenario.ring().isIndirect()
                ? parts.indirectDriverQueue(machine, layout, scenario, new IndirectUse(
                        new IndirectTables(allocator, scenario.queueSize(), Scenario.REQUEST_PIECES), 1))
                : parts.driverQueue(machine, layout, scenario);
        this.hardwareQueue = parts.hardwareQueue(machine, driverQueue,
                scenario.policy().newQueueState(HctxType.DEFAULT), scenario.requestCount(), allocator, Kick.to(kick),
                this::completed);
        RequestExecutor executor = parts.executor(machine.memory(), disk, "ringproof", features, BlkLimits.DEFAULT);
        this.worker = parts.worker(machine, parts.deviceQueue(machine, layout, scenario), executor, kick, callback,
                why -> wrong = "the device stopped: " + why);
        for (char letter : String.join("", scenario.jobs()).toCharArray()) {
            requests.add(prepare(letter, allocator.allocate(Limits.SECTOR_BYTES, DATA_ALIGN)));
        }
    }

    private Request prepare(char letter, long dataAddr) {
        Request request = Objects.requireNonNull(hardwareQueue.allocate(), "as many tags as requests");
        int number = requests.size();
        byte[] data = sector(number + 1);
        switch (letter) {
            case 'F' -> request.prepare(BlkRequestType.FLUSH, 0, 0, 0, false);
            case 'W' -> {
                machine.memory().write(dataAddr, data, 0, data.length);
                request.prepare(BlkRequestType.OUT, number, dataAddr, Limits.SECTOR_BYTES, false);
            }
            default -> {
                disk.write((long) number * Limits.SECTOR_BYTES, data, 0, data.length);
                request.prepare(BlkRequestType.IN, number, dataAddr, Limits.SECTOR_BYTES, letter == 'H');
            }
        }
        return request;
    }

    private static byte[] sector(int value) {
        byte[] data = new byte[Limits.SECTOR_BYTES];
        Arrays.fill(data, (byte) value);
        return data;
    }

    private void completed(Request request, Outcome outcome) {
        completions.incrementAndGet(request.tag());
        if (outcome != Outcome.OK) {
            wrong = request + " completed with " + outcome;
        }
    }

    public void submit(int number) {
        hardwareQueue.queueRq(requests.get(number), true);
    }

    public boolean device() {
        boolean raised = kick.lower();
        if (raised) {
            worker.service();
        }
        return raised;
    }

    public boolean interrupt() {
        boolean raised = callback.lower();
        if (raised) {
            hardwareQueue.interrupt();
        }
        return raised;
    }

    /// Somebody comes, looks once, and takes leave.
    public void poll() {
        hardwareQueue.pollBegin();
        hardwareQueue.poll();
        hardwareQueue.pollEnd();
    }

    /// Every request has completed once, with its own data: those that the policy has notified without anybody polling.
    public void nothing_is_lost() {
        deliver();
        for (Request request : requests) {
            if (!request.hipri() || scenario.policy() == Policy.TOGGLE) {
                check(request);
            }
        }
        while (hardwareQueue.poll() > 0) {
            deliver();
        }
        requests.forEach(this::check);
        if (driverQueue.breakage() != null) {
            throw new IllegalStateException(driverQueue.breakage().sentence());
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong);
        }
    }

    /// Until both lines are quiet.
    private void deliver() {
        boolean delivered = true;
        while (delivered) {
            boolean served = device();
            delivered = interrupt() || served;
        }
    }

    private void check(Request request) {
        int count = completions.get(request.tag());
        if (count != 1) {
            throw new IllegalStateException((count == 0 ? "lost completion: " : "double completion: ") + request);
        }
        byte[] data = new byte[Limits.SECTOR_BYTES];
        if (request.type() == BlkRequestType.IN) {
            machine.memory().read(request.dataAddr(), data, 0, data.length);
        } else if (request.type() == BlkRequestType.OUT) {
            disk.read(request.sector() * Limits.SECTOR_BYTES, data, 0, data.length);
        } else {
            return;
        }
        if (!Arrays.equals(data, sector((int) request.sector() + 1))) {
            throw new IllegalStateException(request + " has data that is not its own");
        }
    }

    /// Why Lincheck cannot look for a bug; the empty string: it can.
    public static String obstacle(SeededBug bug) {
        Scenario where = bug.where();
        if (where == null) {
            return "no interleaving";
        }
        if (bug.dropped() != null) {
            return "sequentially consistent";
        }
        if (where.life() != Life.NONE || where.environment() != Environment.NONE
                || where.policy() == Policy.POLL_QUEUES) {
            return "other agents";
        }
        Event callback = bug.callback(new PlainMachine(0));
        return callback instanceof PlainEvent ? "" : "a line of its own";
    }

    /// From here on instances are made in the scenario of this bug, with the bug or without.
    public static void choose(SeededBug bug, boolean seeded) {
        scenarioOfRun = Objects.requireNonNull(bug.where());
        partsOfRun = seeded ? bug : Parts.REAL;
    }

    /// What each thread calls: one for each job, the device, and who looks for used buffers.
    public static List<String> threads(Scenario scenario) {
        List<String> threads = new ArrayList<>();
        int number = 0;
        for (String job : scenario.jobs()) {
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < job.length(); i++) {
                calls.add("submit " + number++);
            }
            threads.add(String.join(", ", calls));
        }
        threads.add("device, device");
        threads.add(scenario.poller() == Scenario.Poller.NONE ? "interrupt, interrupt" : "interrupt, poll");
        return List.copyOf(threads);
    }

    /// Its locks exclude nobody.
    private static final class OpenMachine extends PlainMachine {
        OpenMachine() {
            super(MEMORY_BYTES);
        }

        @Override
        public Lock newLock(String name) {
            return new Lock() {
                @Override
                public void lock() {
                    // Everybody may enter.
                }

                @Override
                public void unlock() {
                    // And leave.
                }
            };
        }
    }
}
