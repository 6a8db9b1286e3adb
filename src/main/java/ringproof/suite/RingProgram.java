package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import ringproof.check.Ghost;
import ringproof.check.Program;
import ringproof.check.World;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.transport.Kick;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Limits;
import ringproof.wire.SplitLayout;

/// The real driver and the real device on one virtqueue, as a program of the engine: submitters, interrupt handler, poller, device.
///
/// Request n reads sector n, which holds the byte n + 1 throughout.
final class RingProgram implements Program {
    /// The lock of the queue, as the machine knows it.
    static final String LOCK = "q0.lock";
    private static final int DATA_ALIGN = 8;
    private static final int RING_BYTES_PER_DESCRIPTOR = 32;

    private final Scenario scenario;
    private final Parts parts;
    private final MemoryBackend disk;

    RingProgram(Scenario scenario, Parts parts) {
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
        return 4096 + scenario.queueSize() * RING_BYTES_PER_DESCRIPTOR
                + scenario.requestCount() * (Limits.SECTOR_BYTES + 64);
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
        private final HardwareQueue hardwareQueue;
        private final List<Request> hipri = new ArrayList<>();
        private final List<Request> lopri = new ArrayList<>();
        /// By tag: how often the request has completed.
        private final Ghost[] completions;
        /// By tag: whether its job has stopped polling for the request, so that nobody waits for it any more.
        private final Ghost[] abandoned;

        Instance(World world) {
            this.world = world;
            this.machine = world.machine();
            this.memory = machine.memory();
            this.completions = ghosts("completions of request ");
            this.abandoned = ghosts("nobody polls for request ");
            GuestAllocator allocator = new GuestAllocator(memory, 0);
            QueueLayout layout = QueueLayout.allocateSplit(scenario.queueSize(), allocator);
            SuppressionSpec suppression = new SuppressionSpec(scenario, layout, world);
            DriverQueue<Request> driverQueue = suppression.watch(parts.driverQueue(machine, layout, scenario));
            DeviceQueue deviceQueue = parts.deviceQueue(machine, layout, scenario);
            Event kick = machine.newEvent("kick");
            Event callback = machine.newEvent("callback");
            this.hardwareQueue = parts.hardwareQueue(machine, driverQueue, scenario.policy().newQueueState(),
                    scenario.requestCount(), allocator, Kick.to(kick), this::completed);
            RequestExecutor executor = new RequestExecutor(memory, disk, "ringproof", scenario.ring().features());
            QueueWorker worker = parts.worker(machine, deviceQueue, executor, kick, callback,
                    why -> world.fail("the device stopped: " + why));

            labels(layout);
            int number = 0;
            for (int j = 0; j < scenario.jobs().size(); j++) {
                List<Request> requests = new ArrayList<>();
                for (char letter : scenario.jobs().get(j).toCharArray()) {
                    Request request = Objects.requireNonNull(hardwareQueue.allocate(), "as many tags as requests");
                    long dataAddr = allocator.allocate(Limits.SECTOR_BYTES, DATA_ALIGN);
                    request.prepare(BlkRequestType.IN, number++, dataAddr, Limits.SECTOR_BYTES, letter == 'H');
                    requests.add(request);
                    (letter == 'H' ? hipri : lopri).add(request);
                }
                world.agent("job" + (j + 1), () -> job(requests));
            }
            world.daemon("interrupt", () -> {
                while (true) {
                    machine.checkpoint("interrupt", Digestible.NOTHING);
                    callback.await();
                    hardwareQueue.interrupt();
                }
            });
            world.daemon("device", worker);
            world.always(this::completedTwice);
            if (parts.excludes()) {
                world.always(() -> suppression.violation());
            }
            world.atEnd(this::lost);
        }

        private void labels(QueueLayout layout) {
            int size = layout.size();
            world.label(layout.driverArea() + SplitLayout.AVAIL_FLAGS, 2, "avail.flags");
            world.label(layout.driverArea() + SplitLayout.AVAIL_IDX, 2, "avail.idx");
            world.label(layout.driverArea() + SplitLayout.usedEventOffset(size), 2, "used_event");
            world.label(layout.deviceArea() + SplitLayout.USED_FLAGS, 2, "used.flags");
            world.label(layout.deviceArea() + SplitLayout.USED_IDX, 2, "used.idx");
            world.label(layout.deviceArea() + SplitLayout.availEventOffset(size), 2, "avail_event");
        }

        /// A task of the guest: submits all its requests, then polls for the HIPRI ones, then sleeps until the others are done.
        private void job(List<Request> requests) {
            for (Request request : requests) {
                int at = request.tag();
                machine.checkpoint("submit", d -> d.add(at));
                hardwareQueue.queueRq(request, true);
            }
            boolean stays = true;
            for (Request request : requests) {
                if (isPolled(request)) {
                    stays = stays && poll(request);
                    if (!stays) {
                        abandoned[request.tag()].set(1);
                    }
                }
            }
            boolean stayed = stays;
            for (Request request : requests) {
                if (!isPolled(request)) {
                    int at = request.tag();
                    machine.checkpoint("sleep", d -> d.add(at).add(stayed));
                    hardwareQueue.await(request);
                    checkData(request);
                }
            }
            machine.checkpoint("end", d -> d.add(stayed));
        }

        private boolean isPolled(Request request) {
            return request.hipri() && scenario.poller() != Scenario.Poller.NONE;
        }

        /// Polls until the request is done; false when the poller went away before.
        private boolean poll(Request request) {
            int at = request.tag();
            while (true) {
                machine.checkpoint("poll", d -> d.add(at));
                if (request.isDone()) {
                    checkData(request);
                    return true;
                }
                if (scenario.poller() == Scenario.Poller.LEAVES && world.choose("poller leaves", 2) == 1) {
                    return false;
                }
                if (hardwareQueue.poll() == 0) {
                    machine.relax();
                }
            }
        }

        private void checkData(Request request) {
            byte[] data = new byte[Limits.SECTOR_BYTES];
            memory.read(request.dataAddr(), data, 0, data.length);
            for (byte b : data) {
                if (b != request.sector() + 1) {
                    world.fail(request + " got data that is not its own");
                }
            }
        }

        private void completed(Request request, BlkStatus status) {
            completions[request.tag()].add(1);
            if (status != BlkStatus.OK) {
                world.fail(request + " completed with " + status);
            }
        }

        private Ghost[] ghosts(String name) {
            Ghost[] ghosts = new Ghost[scenario.requestCount()];
            for (int tag = 0; tag < ghosts.length; tag++) {
                ghosts[tag] = world.ghost(name + tag);
            }
            return ghosts;
        }

        private @Nullable String completedTwice() {
            for (int tag = 0; tag < completions.length; tag++) {
                if (completions[tag].get() > 1) {
                    return "the request with tag " + tag + " completed twice";
                }
            }
            return null;
        }

        private @Nullable String lost() {
            for (Request request : lopri) {
                if (completions[request.tag()].get() == 0) {
                    return "lost completion: " + request + " never completes";
                }
            }
            for (Request request : hipri) {
                if (completions[request.tag()].get() == 0 && abandoned[request.tag()].get() == 0) {
                    return "lost completion: " + request + " never completes although it is polled for";
                }
            }
            return null;
        }
    }
}
