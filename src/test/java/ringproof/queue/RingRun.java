package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
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

/// Both sides of a ring beside the model, operation by operation. Throws [AssertionError] where they differ.
final class RingRun {
    /// What makes the two sides; a seeded bug overrides it.
    static class Sides {
        DriverQueue<Token> driver(Machine machine, QueueLayout layout, RingSetup setup,
                @Nullable IndirectUse indirect) {
            return Virtqueues.newDriverQueue(machine, "q0", layout, setup.features(), setup.style(), setup.start(),
                    indirect);
        }

        DeviceQueue device(Machine machine, QueueLayout layout, RingSetup setup) {
            return Virtqueues.newDeviceQueue(machine, layout, setup.features(), setup.start());
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
    private final RingFormat.Picture picture;
    private final long tablesAddr;
    private final long tablesBytes;
    private final DriverQueue<Token> driver;
    private final DeviceQueue device;
    private final Set<Reached> reached = EnumSet.noneOf(Reached.class);

    private final Chain chain = new Chain();
    /// By the number of the buffer.
    private final Map<Integer, Integer> headIds = new HashMap<>();
    private int nextNumber;
    /// Where the next chain begins, if chains lie one behind the other.
    private int nextDescriptor;
    private int preparedPosition;
    private boolean prepared;

    private RingRun(RingSetup setup, Sides sides) {
        this.setup = setup;
        this.model = new RingModel(setup);
        Machine machine = new PlainMachine(memory);
        GuestAllocator allocator = new GuestAllocator(memory, 0);
        QueueLayout layout = setup.format().allocate(setup.size(), allocator);
        this.picture = setup.format().picture(setup, layout);
        this.tablesAddr = allocator.allocate(0, SplitLayout.DESCRIPTOR_BYTES);
        IndirectUse indirect = setup.indirectUse(allocator);
        this.tablesBytes = allocator.allocate(0, SplitLayout.DESCRIPTOR_BYTES) - tablesAddr;
        this.driver = sides.driver(machine, layout, setup, indirect);
        this.device = sides.device(machine, layout, setup);
        this.nextDescriptor = setup.format().firstDescriptor(setup);
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
            picture.added(buffer);
            note(Reached.RING_BEGINS_AGAIN, setup.format().isWrapped(model.place(model.addedUnits)));
        }
        return true;
    }

    private void noteChain(Buffer buffer, int descriptors) {
        boolean indirect = setup.isIndirect(buffer.pieceCount());
        boolean asLongAsQueue = buffer.pieceCount() == setup.size() && setup.size() > 1;
        note(indirect ? Reached.TABLE_AS_LONG_AS_QUEUE : Reached.CHAIN_AS_LONG_AS_QUEUE, asLongAsQueue);
        note(Reached.INDIRECT_CHAIN, indirect);
        note(Reached.CHAIN_GOES_ROUND,
                setup.format().chainsFollow(setup) && nextDescriptor + descriptors > setup.size());
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
        long count = model.notKickedCount();
        note(Reached.BATCH_ADDED, count > 1);
        note(Reached.KICK_REQUIRED, required);
        note(Reached.KICK_SUPPRESSED, !required && count > 0);
        boolean sent = driver.kickPrepare();
        // Without anything new there is nothing to be told of; the specification does not say more.
        if (count > 0) {
            assertThat(sent).as(at + ": notifies the device").isEqualTo(required);
        }
        assertThat(driver.notificationData()).as(at + ": notification data").isEqualTo(model.place(model.addedUnits));
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
            note(Reached.RING_EMPTY_AGAIN, model.inFlight().isEmpty());
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
        assertThat(preparedPosition).as(at).isEqualTo(model.place(model.collectedUnits));
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
        int delay = model.delay();
        model.wantCallback(delay);
        prepared = false;
        boolean maySleep = model.maySleepWith(delay);
        note(Reached.DELAYED_NOTIFICATION, delay > 0 && maySleep);
        assertThat(driver.enableCallbackDelayed()).as(at).isEqualTo(maySleep);
        if (maySleep) {
            model.driverSleeps(model.inFlight().size());
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
            publishInModel();
            device.use(headIds.get(buffer.number()), lengthBytes);
        } else {
            device.stage(headIds.get(buffer.number()), lengthBytes);
        }
        return false;
    }

    private boolean publish() {
        publishInModel();
        device.publish();
        return false;
    }

    private void publishInModel() {
        for (int i = 0; setup.inOrder() && i + 1 < model.staged.size(); i++) {
            note(model.staged.get(i).isComplete() ? Reached.LEFT_OUT : Reached.INCOMPLETE_IN_BATCH, true);
            note(Reached.BATCHES_IN_A_ROW, !model.used.isEmpty());
        }
        picture.published(model.staged);
        model.publish();
    }

    private boolean needsNotification(String at) {
        boolean required = model.notificationRequired();
        long count = model.notDecidedCount();
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

    /// Who may write what, and what stands where.
    private void checkWriteSet(String at, boolean byDriver) {
        long[] areas = byDriver ? picture.driverMightStore(model) : picture.deviceMightStore(model);
        int count = areas.length;
        if (byDriver) {
            areas = Arrays.copyOf(areas, count + 2);
            areas[count] = tablesAddr;
            areas[count + 1] = tablesBytes;
        }
        assertThat(memory.storedOutside(areas)).as(at + ": wrote where it may not").isFalse();
    }

    private void checkState(String at) {
        picture.check(at, memory, model);
        assertThat(driver.freeCount()).as(at + ": free descriptors").isEqualTo(model.freeCount());
        assertThat(driver.breakage()).as(at + ": driver's queue").isNull();
        assertThat(device.breakage()).as(at + ": device's queue").isNull();
    }

    private void note(Reached what, boolean here) {
        if (here) {
            reached.add(what);
        }
    }
}
