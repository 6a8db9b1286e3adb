package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What must become of requests, whatever is done to the driver and its device: a reference model beside the real driver.
///
/// Submission number n reads sector n. Notifications are delivered only where the other side has sent one, so what is lost shows.
final class LifeModel {
    record Setup(Policy policy, FeatureSet ring, int queueSize) {
    }

    enum Kind {
        SUBMIT, SUBMIT_BATCH, TAKE, USE, INTERRUPT, POLL, FREE, TIME_OUT, FREEZE, RESTORE, RESET_QUEUE, RECOVER, BREAK
    }

    record Step(Kind kind, int which) {
    }

    enum Ending {
        SERVE, REMOVE, SURPRISE
    }

    enum Reached {
        TIMED_OUT_AT_DEVICE, TIMED_OUT_KEPT, LATE_USE, LATE_FREE, SENT_AGAIN, FAILED_BY_RESET, KEPT_WHILE_FROZEN,
        RING_FULL,
        BROKEN, REMOVED
    }

    /// A submission.
    private static final class Entry {
        final int number;
        final Request request;
        @Nullable
        Outcome ended;
        boolean freed;
        /// What the device has said and the driver has not heard yet.
        @Nullable
        BlkStatus used;
        int sendings;
        /// It had ended when the device was reset last.
        boolean over;

        Entry(int number, Request request) {
            this.number = number;
            this.request = request;
        }
    }

    private static final int PIECE_BYTES = 512;

    private final Machine machine = new NativeMachine(0x8000);
    private final byte[] config = new byte[BlkConfigLayout.BYTES];
    private final HandDevice device;
    private final InProcessTransport transport;
    private final BlkDriver driver;
    private final HardwareQueue queue;
    private final long dataAddr;
    private final List<Entry> entries = new ArrayList<>();
    private final List<HandDevice.Taken> atDevice = new ArrayList<>();
    private final Set<Reached> reached = EnumSet.noneOf(Reached.class);
    /// What may happen in the step at hand.
    private boolean resetFails;
    private boolean timingOut;
    private boolean removed;
    private boolean frozen;
    private boolean raised;
    private int lastTaken = -1;

    LifeModel(Setup setup) {
        config[BlkConfigLayout.CAPACITY + 1] = 1;
        FeatureSet offered = new FeatureSet(setup.ring.bits() | FeatureSet.of(Feature.VERSION_1,
                Feature.RING_RESET).bits());
        this.device = new HandDevice(machine, offered, config, 1);
        this.transport = new InProcessTransport(machine, device);
        GuestAllocator allocator = new GuestAllocator(machine.memory(), 0);
        this.dataAddr = allocator.allocate(PIECE_BYTES, PIECE_BYTES);
        this.driver = BlkDriver.start(machine, transport, allocator, new BlkDriverOptions(setup.policy, 1,
                setup.queueSize, setup.ring.has(Feature.EVENT_IDX), DisableCallback.EVENT_ZERO), this::completed);
        this.queue = driver.queues().getFirst();
    }

    Set<Reached> run(List<Step> steps, Ending ending) {
        for (Step step : steps) {
            perform(step);
            checkOwnership();
        }
        end(ending);
        return reached;
    }

    private void perform(Step step) {
        switch (step.kind) {
            case SUBMIT -> submit(1, step.which % 3 == 0);
            case SUBMIT_BATCH -> submit(1 + step.which % 4, true);
            case TAKE -> take();
            case USE -> use(step.which, step.which % 7 == 0 ? BlkStatus.IOERR : BlkStatus.OK);
            case INTERRUPT -> interrupt();
            case POLL -> queue.poll();
            case FREE -> free(step.which);
            case TIME_OUT -> timeOut(step.which);
            case FREEZE -> {
                if (driver.freeze(false)) {
                    frozen = true;
                    forgetDevice();
                }
            }
            case RESTORE -> {
                if (driver.restore()) {
                    frozen = false;
                    goesOn();
                }
            }
            case RESET_QUEUE -> reset(step.which % 2 == 0, () -> driver.resetQueue(0, step.which % 2 == 0));
            case RECOVER -> reset(step.which % 2 == 0, () -> driver.recover(step.which % 2 == 0));
            case BREAK -> breakQueue(step.which % 2 == 0);
        }
    }

    private void submit(int count, boolean asBatch) {
        List<Request> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Request request = queue.allocate();
            if (request == null) {
                break;
            }
            for (HandDevice.Taken taken : atDevice) {
                assertThat(taken.statusAddr()).as("the device has the tag").isNotEqualTo(request.statusAddr());
            }
            Entry entry = new Entry(entries.size(), request);
            entries.add(entry);
            batch.add(request.prepare(BlkRequestType.IN, entry.number % 256, dataAddr, PIECE_BYTES, false));
        }
        if (asBatch) {
            queue.queueRqs(batch);
        } else {
            for (Request request : batch) {
                HardwareQueue.Queued queued = queue.queueRq(request, true);
                if (queued == HardwareQueue.Queued.REQUEUED) {
                    reached.add(frozen ? Reached.KEPT_WHILE_FROZEN : Reached.RING_FULL);
                }
            }
        }
    }

    /// Called by the driver.
    private void completed(Request request, Outcome outcome) {
        Entry entry = entryOf(request);
        assertThat(entry.ended).as("request %s ended before", entry.number).isNull();
        entry.ended = outcome;
        Outcome told = entry.used == null ? null : Outcome.of(entry.used);
        switch (outcome) {
            case OK, IOERR -> {
                boolean failed = outcome == Outcome.IOERR && resetFails && told == null;
                assertThat(failed || outcome == told).as("request %s ends with %s", entry.number, outcome).isTrue();
                if (failed) {
                    reached.add(Reached.FAILED_BY_RESET);
                }
            }
            case TIMED_OUT -> assertThat(timingOut).isTrue();
            case REMOVED -> assertThat(removed).isTrue();
            default -> fail("request %s ends with %s", entry.number, outcome);
        }
    }

    /// The submission that the request stands for now.
    private Entry entryOf(Request request) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).request == request) {
                return entries.get(i);
            }
        }
        throw new AssertionError("nobody submitted " + request);
    }

    private Entry entryAt(long statusAddr) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).request.statusAddr() == statusAddr) {
                return entries.get(i);
            }
        }
        throw new AssertionError("nobody submitted that");
    }

    private void take() {
        if (!device.isLive(0)) {
            return;
        }
        for (HandDevice.Taken taken : device.take(0)) {
            Entry entry = entryAt(taken.statusAddr());
            assertThat(taken.sector()).isEqualTo(entry.number % 256);
            assertThat(entry.number).as("in order").isGreaterThan(lastTaken);
            lastTaken = entry.number;
            if (++entry.sendings > 1) {
                assertThat(entry.over).as("what has ended is not sent again").isFalse();
                reached.add(Reached.SENT_AGAIN);
            }
            atDevice.add(taken);
        }
        device.kicks.clear();
    }

    private void use(int which, BlkStatus status) {
        if (atDevice.isEmpty()) {
            return;
        }
        HandDevice.Taken taken = atDevice.remove(which % atDevice.size());
        Entry entry = entryAt(taken.statusAddr());
        entry.used = status;
        if (entry.ended == Outcome.TIMED_OUT) {
            reached.add(Reached.LATE_USE);
        }
        raised |= device.use(taken, status);
    }

    private void interrupt() {
        if (raised) {
            raised = false;
            queue.interrupt();
        }
    }

    private void free(int which) {
        Entry entry = entries.isEmpty() ? null : entries.get(entries.size() - 1 - which % entries.size());
        if (entry == null || entry.ended == null || entry.freed) {
            return;
        }
        assertThat(entry.request.outcome()).isEqualTo(entry.ended);
        entry.freed = true;
        if (!entry.request.isReturned()) {
            reached.add(Reached.LATE_FREE);
        }
        queue.free(entry.request);
    }

    private void timeOut(int which) {
        Entry entry = entries.isEmpty() ? null : entries.get(entries.size() - 1 - which % entries.size());
        if (entry == null || entry.freed) {
            return;
        }
        boolean hadEnded = entry.ended != null;
        timingOut = true;
        assertThat(queue.timedOut(entry.request)).isEqualTo(!hadEnded && entry.ended == Outcome.TIMED_OUT);
        timingOut = false;
        assertThat(entry.ended).isNotNull();
        if (!hadEnded) {
            reached.add(entry.request.isReturned() ? Reached.TIMED_OUT_KEPT : Reached.TIMED_OUT_AT_DEVICE);
        }
    }

    private void reset(boolean resubmit, BooleanSupplier verb) {
        resetFails = !resubmit;
        boolean done = verb.getAsBoolean();
        resetFails = false;
        assertThat(done).isEqualTo(!frozen);
        if (done) {
            forgetDevice();
        }
    }

    /// The device was reset: it has nothing any more.
    private void forgetDevice() {
        atDevice.clear();
        lastTaken = -1;
        entries.forEach(entry -> entry.over = entry.ended != null);
        goesOn();
    }

    private void goesOn() {
        assertThat(queue.isBroken()).isFalse();
    }

    /// The device lies, and the driver notices; only a reset helps.
    private void breakQueue(boolean resubmit) {
        if (frozen || entries.stream().allMatch(entry -> entry.ended != null)) {
            return;
        }
        lie();
        queue.poll();
        interrupt();
        if (queue.isBroken()) {
            reached.add(Reached.BROKEN);
            for (Entry entry : entries) {
                // What the device had said before it lied was not heard, and never will be.
                entry.used = entry.ended == null ? null : entry.used;
            }
            reset(resubmit, () -> driver.recover(resubmit));
        }
    }

    private void lie() {
        boolean packed = device.accepted().has(Feature.RING_PACKED);
        var layout = device.port(0).layout();
        if (packed) {
            for (int slot = 0; slot < layout.size(); slot++) {
                machine.memory().set16(layout.descriptorArea() + 16L * slot + 12, 0xFFFF);
                machine.memory().set16(layout.descriptorArea() + 16L * slot + 14, 0x8080);
            }
        } else {
            machine.memory().set16(layout.deviceArea() + 2, 0x7777);
        }
    }

    /// What the device may touch is nobody else's.
    private void checkOwnership() {
        for (HandDevice.Taken taken : atDevice) {
            assertThat(entryAt(taken.statusAddr()).request.isReturned()).as("the device has it").isFalse();
        }
        for (Entry entry : entries) {
            if (!entry.freed) {
                assertThat(entry.request.isDone()).isEqualTo(entry.ended != null);
            }
        }
    }

    private void end(Ending ending) {
        switch (ending) {
            case SERVE -> {
                if (frozen) {
                    assertThat(driver.restore()).isTrue();
                }
                serve();
            }
            case REMOVE -> {
                removed = true;
                driver.remove(false);
            }
            case SURPRISE -> {
                removed = true;
                driver.surpriseRemoved();
            }
        }
        for (Entry entry : entries) {
            assertThat(entry.ended).as("request %s is lost", entry.number).isNotNull();
            if (entry.ended == Outcome.REMOVED) {
                reached.add(Reached.REMOVED);
            }
            if (!entry.freed) {
                assertThat(entry.request.isReturned()).isTrue();
                queue.free(entry.request);
            }
        }
        // Every tag is free again.
        int tags = 0;
        while (queue.allocate() != null) {
            tags++;
        }
        assertThat(tags).isEqualTo(device.port(0).layout().size());
    }

    /// Whoever was notified acts, and nobody else.
    private void serve() {
        boolean moves = true;
        while (moves) {
            moves = raised || !device.kicks.isEmpty() || !atDevice.isEmpty();
            if (!device.kicks.isEmpty()) {
                take();
            }
            while (!atDevice.isEmpty()) {
                use(0, BlkStatus.OK);
            }
            interrupt();
        }
    }
}
