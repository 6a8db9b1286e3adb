package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.plain.PlainMachine;
import ringproof.queue.RingModel.Buffer;
import ringproof.queue.RingModel.Returned;
import ringproof.wire.SplitLayout;

/// Both sides of a split ring beside the model, operation by operation. Throws [AssertionError] where they differ.
final class RingRun {
    /// What makes the two sides; a seeded bug overrides it.
    static class Sides {
        SplitDriverQueue<Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                @Nullable IndirectUse indirect) {
            return new SplitDriverQueue<>(machine, "q0", layout, setup.features(), setup.style(), setup.startIdx(),
                    indirect);
        }

        SplitDeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
            return new SplitDeviceQueue(machine, layout, setup.features(), setup.startIdx());
        }
    }

    record Token(int number) implements Digestible {
        @Override
        public void digest(Digest digest) {
            digest.add(number);
        }
    }

    private static final int MEMORY_BYTES = 16384;
    private static final long CLAIMED_BYTES = 1L << 24;

    private final RingSetup setup;
    private final RingModel model;
    private final RecordingMemory memory = new RecordingMemory(MEMORY_BYTES, CLAIMED_BYTES);
    private final QueueLayout layout;
    private final long tablesAddr;
    private final long tablesBytes;
    private final SplitDriverQueue<Token> driver;
    private final SplitDeviceQueue device;
    private final Set<Reached> reached = EnumSet.noneOf(Reached.class);

    private final Chain chain = new Chain();
    /// By the number of the buffer.
    private final Map<Integer, Integer> headIds = new HashMap<>();
    private int nextNumber;
    /// With IN_ORDER: the descriptor in which the next chain begins.
    private int nextDescriptor;
    private int preparedPosition;
    private boolean prepared;

    private RingRun(RingSetup setup, Sides sides) {
        this.setup = setup;
        this.model = new RingModel(setup);
        Machine machine = new PlainMachine(memory);
        GuestAllocator allocator = new GuestAllocator(memory, 0);
        this.layout = QueueLayout.allocateSplit(setup.size(), allocator);
        this.tablesAddr = allocator.allocate(0, SplitLayout.DESCRIPTOR_BYTES);
        IndirectUse indirect = setup.indirectUse(allocator);
        this.tablesBytes = allocator.allocate(0, SplitLayout.DESCRIPTOR_BYTES) - tablesAddr;
        this.driver = sides.driver(machine, layout, setup, indirect);
        this.device = sides.device(machine, layout, setup);
        checkState("at the start");
    }

    /// Runs all operations; returns what was come across.
    static Set<Reached> run(RingSetup setup, Sides sides, List<RingOp> ops) {
        RingRun run = new RingRun(setup, sides);
        for (int i = 0; i < ops.size(); i++) {
            run.step(i + ". " + ops.get(i), ops.get(i));
        }
        return run.reached;
    }

    private void step(String at, RingOp op) {
        memory.forget();
        boolean byDriver = switch (op) {
            case RingOp.Add add -> add(at, add);
            case RingOp.Use use -> use(use);
            case RingOp.Simple simple -> switch (simple) {
                case KICK_PREPARE -> kickPrepare(at);
                case TAKE_USED -> takeUsed(at);
                case DISABLE_CALLBACK -> disableCallback();
                case ENABLE_CALLBACK -> enableCallback(at);
                case ENABLE_CALLBACK_PREPARE -> enableCallbackPrepare(at);
                case POLL -> poll(at);
                case ENABLE_CALLBACK_DELAYED -> enableCallbackDelayed(at);
                case MORE_USED -> moreUsed(at);
                case CALLBACK_ARRIVED -> callbackArrived(at);
                case TAKE -> take(at);
                case PUBLISH -> publish();
                case NEEDS_NOTIFICATION -> needsNotification(at);
                case DISABLE_NOTIFICATION -> disableNotification();
                case ENABLE_NOTIFICATION -> enableNotification(at);
            };
        };
        checkWriteSet(at, byDriver);
        checkState(at);
    }

    // Driver's operations: true.

    private boolean add(String at, RingOp.Add add) {
        int readable = Math.min(add.readableCount(), setup.size());
        Buffer buffer = new Buffer(nextNumber++, readable, Math.min(add.writableCount(), setup.size() - readable));
        buffer.fill(chain);
        Token token = new Token(buffer.number());
        if (buffer.pieceCount() == 0) {
            assertThatThrownBy(() -> driver.add(chain, token)).as(at).isInstanceOf(IllegalArgumentException.class);
            return true;
        }
        int descriptors = setup.descriptorCount(buffer.pieceCount());
        boolean fits = descriptors <= model.freeCount();
        if (fits) {
            noteChain(buffer, descriptors);
        }
        note(Reached.RING_FULL, !fits);
        assertThat(driver.add(chain, token)).as(at).isEqualTo(fits ? DriverQueue.Added.YES : DriverQueue.Added.FULL);
        if (fits) {
            model.add(buffer);
            note(Reached.INDEX_WRAPPED, model.idx(model.addedCount) == 0);
        }
        return true;
    }

    private void noteChain(Buffer buffer, int descriptors) {
        boolean indirect = setup.isIndirect(buffer.pieceCount());
        boolean asLongAsQueue = buffer.pieceCount() == setup.size() && setup.size() > 1;
        note(indirect ? Reached.TABLE_AS_LONG_AS_QUEUE : Reached.CHAIN_AS_LONG_AS_QUEUE, asLongAsQueue);
        note(Reached.INDIRECT_CHAIN, indirect);
        note(Reached.CHAIN_GOES_ROUND, setup.inOrder() && nextDescriptor + descriptors > setup.size());
        nextDescriptor = (nextDescriptor + descriptors) % setup.size();
        int pieces = buffer.pieceCount();
        for (Buffer other : model.inFlight()) {
            note(Reached.DIRECT_BESIDE_INDIRECT, setup.isIndirect(other.pieceCount()) != indirect);
            pieces += other.pieceCount();
        }
        note(Reached.MORE_BUFFERS_THAN_DIRECT_ONES_FIT, pieces > setup.size());
    }

    private boolean kickPrepare(String at) {
        boolean required = model.kickRequired();
        long count = model.addedCount - model.kickedCount;
        note(Reached.BATCH_ADDED, count > 1);
        note(Reached.KICK_REQUIRED, required);
        note(Reached.KICK_SUPPRESSED, !required && count > 0);
        boolean sent = driver.kickPrepare();
        // Without anything new there is nothing to be told of; the specification does not say more.
        if (count > 0) {
            assertThat(sent).as(at + ": notifies the device").isEqualTo(required);
        }
        assertThat(driver.notificationData()).as(at + ": notification data").isEqualTo(model.idx(model.addedCount));
        model.kicked(sent);
        return true;
    }

    private boolean takeUsed(String at) {
        Returned expected = model.takeUsed();
        prepared = prepared && expected == null;
        Token token = driver.takeUsed();
        assertThat(token).as(at).isEqualTo(expected == null ? null : new Token(expected.buffer().number()));
        if (expected != null) {
            assertThat(driver.usedLengthBytes()).as(at + ": used length").isEqualTo(expected.usedLengthBytes());
            note(Reached.RING_EMPTY_AGAIN, model.inFlightCount() == 0);
        }
        return true;
    }

    private boolean disableCallback() {
        model.disableCallback();
        driver.disableCallback();
        prepared = false;
        return true;
    }

    private boolean enableCallback(String at) {
        model.wantCallback(0);
        prepared = false;
        boolean nothingUsed = model.used.isEmpty();
        note(Reached.USED_WHILE_ENABLING, !nothingUsed);
        assertThat(driver.enableCallback()).as(at).isEqualTo(nothingUsed);
        if (nothingUsed) {
            model.driverSleeps(1);
        }
        return true;
    }

    private boolean enableCallbackPrepare(String at) {
        model.wantCallback(0);
        prepared = true;
        preparedPosition = driver.enableCallbackPrepare();
        assertThat(preparedPosition).as(at).isEqualTo(model.idx(model.collectedCount));
        return true;
    }

    private boolean poll(String at) {
        if (prepared) {
            boolean used = !model.used.isEmpty();
            assertThat(driver.poll(preparedPosition)).as(at).isEqualTo(used);
            if (!used) {
                model.driverSleeps(1);
            }
        }
        return true;
    }

    private boolean enableCallbackDelayed(String at) {
        int delay = model.inFlightCount() * 3 / 4;
        model.wantCallback(delay);
        prepared = false;
        boolean maySleep = model.used.size() <= delay;
        note(Reached.DELAYED_NOTIFICATION, delay > 0 && maySleep);
        assertThat(driver.enableCallbackDelayed()).as(at).isEqualTo(maySleep);
        if (maySleep) {
            model.driverSleeps(model.inFlightCount());
        }
        return true;
    }

    private boolean moreUsed(String at) {
        assertThat(driver.moreUsed()).as(at).isEqualTo(!model.used.isEmpty());
        return true;
    }

    private boolean callbackArrived(String at) {
        note(Reached.SPURIOUS_CALLBACK, model.used.isEmpty());
        model.callbackArrived();
        assertThat(driver.callbackArrived()).as(at).isEqualTo(!model.used.isEmpty());
        return true;
    }

    // Device's operations: false.

    private boolean take(String at) {
        Buffer expected = model.take();
        Chain found = new Chain();
        DeviceQueue.Taken taken = device.take(found);
        assertThat(taken).as(at).isEqualTo(expected == null ? DeviceQueue.Taken.EMPTY : DeviceQueue.Taken.BUFFER);
        if (expected != null) {
            assertThat(pieces(found)).as(at + ": pieces").isEqualTo(pieces(expected.fill(chain)));
            headIds.put(expected.number(), device.headId());
        }
        return false;
    }

    private static List<String> pieces(Chain of) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < of.count(); i++) {
            pieces.add((i < of.readableCount() ? "readable " : "writable ") + of.addr(i) + "+" + of.lengthBytes(i));
        }
        return pieces;
    }

    private boolean use(RingOp.Use use) {
        if (model.atDevice.isEmpty()) {
            return false;
        }
        int pick = setup.inOrder() ? 0 : use.pick() % model.atDevice.size();
        note(Reached.OUT_OF_ORDER, pick > 0);
        Buffer buffer = model.atDevice.get(pick);
        long lengthBytes = buffer.fill(chain).writableBytes() * use.permille() / 1000;
        model.stage(buffer, lengthBytes);
        if (use.publish()) {
            noteBatch();
            model.publish();
            device.use(headIds.get(buffer.number()), lengthBytes);
        } else {
            device.stage(headIds.get(buffer.number()), lengthBytes);
        }
        return false;
    }

    private boolean publish() {
        noteBatch();
        model.publish();
        device.publish();
        return false;
    }

    private void noteBatch() {
        for (int i = 0; setup.inOrder() && i + 1 < model.staged.size(); i++) {
            Returned returned = model.staged.get(i);
            boolean complete = returned.usedLengthBytes() == returned.buffer().fill(chain).writableBytes();
            note(complete ? Reached.LEFT_OUT : Reached.INCOMPLETE_IN_BATCH, true);
            note(Reached.BATCHES_IN_A_ROW, !model.used.isEmpty());
        }
    }

    private boolean needsNotification(String at) {
        boolean required = model.notificationRequired();
        long count = model.usedCount - model.decidedCount;
        note(Reached.BATCH_USED, count > 1);
        note(Reached.NOTIFICATION_REQUIRED, required);
        note(Reached.NOTIFICATION_SUPPRESSED, !required && count > 0);
        boolean sent = device.needsNotification();
        if (count > 0) {
            assertThat(sent).as(at + ": notifies the driver").isEqualTo(required);
        }
        model.decided(sent);
        return false;
    }

    private boolean disableNotification() {
        model.disableNotification();
        device.disableNotification();
        return false;
    }

    private boolean enableNotification(String at) {
        model.enableNotification();
        note(Reached.ADDED_WHILE_ENABLING, !model.available.isEmpty());
        assertThat(device.enableNotification()).as(at).isEqualTo(model.available.isEmpty());
        return false;
    }

    /// Spec 2.7: the driver writes the descriptor and driver areas, the device the device area, and the event words only if negotiated.
    private void checkWriteSet(String at, boolean byDriver) {
        int event = setup.eventIdx() ? 0 : 2;
        boolean outside = byDriver
                ? memory.storedOutside(layout.descriptorArea(), SplitLayout.descriptorAreaBytes(setup.size()),
                        layout.driverArea(), SplitLayout.driverAreaBytes(setup.size()) - event, tablesAddr, tablesBytes)
                : memory.storedOutside(layout.deviceArea(), SplitLayout.deviceAreaBytes(setup.size()) - event);
        assertThat(outside).as(at + ": wrote where it may not").isFalse();
    }

    private void checkState(String at) {
        checkWord(at, "avail flags", layout.driverArea() + SplitLayout.AVAIL_FLAGS, model.availFlags);
        checkWord(at, "avail idx", layout.driverArea() + SplitLayout.AVAIL_IDX, model.idx(model.addedCount));
        checkWord(at, "used_event", layout.driverArea() + SplitLayout.usedEventOffset(setup.size()), model.usedEvent);
        checkWord(at, "used flags", layout.deviceArea() + SplitLayout.USED_FLAGS, model.usedFlags);
        checkWord(at, "used idx", layout.deviceArea() + SplitLayout.USED_IDX, model.idx(model.usedCount));
        checkWord(at, "avail_event", layout.deviceArea() + SplitLayout.availEventOffset(setup.size()),
                model.availEvent);
        assertThat(driver.freeCount()).as(at + ": free descriptors").isEqualTo(model.freeCount());
        assertThat(driver.breakage()).as(at + ": driver's queue").isNull();
        assertThat(device.breakage()).as(at + ": device's queue").isNull();
    }

    private void checkWord(String at, String name, long addr, int expected) {
        int word = memory.get16(addr);
        if (word != expected) {
            throw new AssertionError(at + ": " + name + " is " + word + ", not " + expected);
        }
    }

    private void note(Reached what, boolean here) {
        if (here) {
            reached.add(what);
        }
    }
}
