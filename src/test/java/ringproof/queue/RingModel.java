package ringproof.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a ring with two honest sides must do, in Java collections. Spec 2.7.6 to 2.7.10, 2.7.13, 2.7.14; 2.8.
///
/// Counts are totals since the start and never wrap: of buffers, or of units, by which the format moves its ring on. Nothing here
/// reads guest memory or uses [EventIdx] or [PackedPosition]: whether a notification is required is found by looking at each unit, as the
/// specification's sentences have it.
final class RingModel {
    /// A buffer; its pieces follow from its number.
    record Buffer(int number, int readableCount, int writableCount) {
        private static final long FIRST_ADDR = 0x10000;
        private static final long PIECE_BYTES = 64;

        int pieceCount() {
            return readableCount + writableCount;
        }

        Chain fill(Chain chain) {
            chain.clear();
            for (int i = 0; i < pieceCount(); i++) {
                long addr = FIRST_ADDR + PIECE_BYTES * (32L * number + i);
                long lengthBytes = 1 + (7L * number + i) % PIECE_BYTES;
                if (i < readableCount) {
                    chain.readable(addr, lengthBytes);
                } else {
                    chain.writable(addr, lengthBytes);
                }
            }
            return chain;
        }
    }

    /// A buffer that the device has returned.
    ///
    /// @param moves units by which the driver moves on when it takes it
    record Returned(Buffer buffer, long usedLengthBytes, int moves) {
        boolean isComplete() {
            return usedLengthBytes == buffer.fill(new Chain()).writableBytes();
        }
    }

    private static final long AWAKE = Long.MAX_VALUE;

    private final RingSetup setup;
    private final RingFormat format;
    final Deque<Buffer> available = new ArrayDeque<>();
    final List<Buffer> atDevice = new ArrayList<>();
    final List<Returned> staged = new ArrayList<>();
    final Deque<Returned> used = new ArrayDeque<>();

    long addedUnits;
    private long kickedUnits;
    /// Of the next available buffer that the device has not taken.
    long takenUnits;
    long usedUnits;
    private long decidedUnits;
    long collectedUnits;
    private long addedCount;
    private long kickedCount;
    private long usedCount;
    private long decidedCount;
    private long collectedCount;

    /// What must stand in memory of either side.
    Asked driverAsks;
    Asked deviceAsks;

    private boolean callbackWanted = true;
    private boolean eventTriggered;
    private boolean notificationWanted = true;

    /// The driver sleeps: it must be notified when so many buffers are used. It does at the start, and so does the device.
    private long driverSleepsUntil = 1;
    private boolean deviceSleeps = true;

    RingModel(RingSetup setup) {
        this.setup = setup;
        this.format = setup.format();
        this.driverAsks = on(0);
        this.deviceAsks = format.deviceAtStart(on(0));
    }

    /// How memory names the place after so many units.
    int place(long units) {
        return format.place(setup.startIdx() + units, setup.size());
    }

    /// Asked for what comes after so many units, or for all.
    private Asked on(long units) {
        return setup.eventIdx() ? Asked.at(place(units)) : Asked.ALL;
    }

    int freeCount() {
        int free = setup.size();
        for (Buffer buffer : inFlight()) {
            free -= setup.descriptorCount(buffer.pieceCount());
        }
        return free;
    }

    /// All buffers in flight.
    List<Buffer> inFlight() {
        List<Buffer> all = new ArrayList<>(available);
        all.addAll(atDevice);
        for (Returned returned : staged) {
            all.add(returned.buffer());
        }
        for (Returned returned : used) {
            all.add(returned.buffer());
        }
        return all;
    }

    void add(Buffer buffer) {
        available.add(buffer);
        addedUnits += setup.units(buffer);
        addedCount++;
    }

    /// Buffers that the next decision about a kick is for.
    long notKickedCount() {
        return addedCount - kickedCount;
    }

    /// Buffers that the next decision about a notification is for.
    long notDecidedCount() {
        return usedCount - decidedCount;
    }

    /// Spec 2.7.10.1, 2.8.10: the driver must notify of what the device has asked for.
    boolean kickRequired() {
        return isAsked(deviceAsks, kickedUnits, addedUnits);
    }

    private boolean isAsked(Asked asked, long from, long to) {
        boolean required = false;
        for (long unit = from; unit < to; unit++) {
            required |= asked.asksFor(place(unit));
        }
        return required;
    }

    void kicked(boolean sent) {
        if (deviceSleeps && !available.isEmpty() && !sent) {
            throw new AssertionError("swallowed the notification that the device waits for");
        }
        deviceSleeps &= !sent;
        kickedUnits = addedUnits;
        kickedCount = addedCount;
    }

    /// Spec 2.7.7.2, 2.8.10, likewise for the device.
    boolean notificationRequired() {
        return isAsked(driverAsks, decidedUnits, usedUnits);
    }

    void decided(boolean sent) {
        if (usedCount >= driverSleepsUntil && !sent) {
            throw new AssertionError("swallowed the notification that the driver waits for");
        }
        driverSleepsUntil = sent ? AWAKE : driverSleepsUntil;
        decidedUnits = usedUnits;
        decidedCount = usedCount;
    }

    @Nullable
    Buffer take() {
        Buffer taken = available.poll();
        if (taken != null) {
            atDevice.add(taken);
            takenUnits += setup.units(taken);
            deviceSleeps = false;
        }
        return taken;
    }

    void stage(Buffer buffer, long lengthBytes) {
        atDevice.remove(buffer);
        staged.add(new Returned(buffer, lengthBytes, setup.units(buffer)));
    }

    /// Spec 2.7.9, 2.8.8: whether elements are left out or not, the driver learns the same of each buffer.
    void publish() {
        for (int i = 0; i < staged.size(); i++) {
            usedUnits += staged.get(i).moves();
            used.add(setup.inOrder() && format.movesByBatch() ? movingByBatch(i) : staged.get(i));
        }
        usedCount += staged.size();
        staged.clear();
    }

    /// The first of a batch moves the driver on by all of it, the others not at all. What is not complete ends one.
    private Returned movingByBatch(int at) {
        Returned returned = staged.get(at);
        int moves = 0;
        for (int i = at; at == 0 || !staged.get(at - 1).isComplete(); i++) {
            moves += staged.get(i).moves();
            if (i + 1 == staged.size() || !staged.get(i).isComplete()) {
                break;
            }
        }
        return new Returned(returned.buffer(), returned.usedLengthBytes(), moves);
    }

    @Nullable
    Returned takeUsed() {
        Returned taken = used.poll();
        if (taken == null) {
            if (callbackWanted && driverSleepsUntil == AWAKE) {
                driverSleepsUntil = usedCount + 1;
            }
            return null;
        }
        collectedUnits += taken.moves();
        collectedCount++;
        driverSleepsUntil = AWAKE;
        if (callbackWanted) {
            driverAsks = on(collectedUnits);
        }
        return taken;
    }

    void callbackArrived() {
        eventTriggered |= !used.isEmpty() && setup.eventIdx() && setup.style() == DisableCallback.EVENT_ZERO;
    }

    void disableCallback() {
        driverSleepsUntil = AWAKE;
        if (callbackWanted) {
            callbackWanted = false;
            driverAsks = format.driverOff(setup, driverAsks, eventTriggered);
        }
    }

    /// Asks for a notification of what comes after `delay` more units.
    void wantCallback(int delay) {
        driverSleepsUntil = AWAKE;
        callbackWanted = true;
        eventTriggered = false;
        driverAsks = on(collectedUnits + delay);
    }

    /// Most of what is in flight.
    int delay() {
        int units = 0;
        for (Buffer buffer : inFlight()) {
            units += setup.units(buffer);
        }
        return units * 3 / 4;
    }

    boolean maySleepWith(int delay) {
        return format.maySleepWith(used.size(), delay);
    }

    /// The driver was told that it may sleep, until `bufferCount` buffers that it has not taken are used.
    void driverSleeps(int bufferCount) {
        driverSleepsUntil = collectedCount + Math.max(1, bufferCount);
    }

    void disableNotification() {
        deviceSleeps = false;
        if (notificationWanted) {
            deviceAsks = format.deviceOff(setup, deviceAsks);
        }
        notificationWanted = false;
    }

    void enableNotification() {
        notificationWanted = true;
        deviceAsks = on(takenUnits);
        deviceSleeps = available.isEmpty();
    }
}
