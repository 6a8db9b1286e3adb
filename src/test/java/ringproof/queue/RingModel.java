package ringproof.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.wire.SplitLayout;

/// What a split ring with two honest sides must do, in Java collections. Spec 2.7.6 to 2.7.10, 2.7.13, 2.7.14.
///
/// Counts are totals since the start and never wrap. Nothing here reads guest memory or uses [EventIdx]: whether a notification is
/// required is found by looking at each entry, as the specification's sentences have it.
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
    record Returned(Buffer buffer, long usedLengthBytes) {
    }

    private static final long AWAKE = Long.MAX_VALUE;

    private final RingSetup setup;
    final Deque<Buffer> available = new ArrayDeque<>();
    final List<Buffer> atDevice = new ArrayList<>();
    final List<Returned> staged = new ArrayList<>();
    final Deque<Returned> used = new ArrayDeque<>();

    long addedCount;
    long kickedCount;
    long usedCount;
    long decidedCount;
    long collectedCount;

    /// The suppression words as they must stand in memory.
    int availFlags;
    int usedFlags;
    int usedEvent;
    int availEvent;

    private boolean callbackWanted = true;
    private boolean eventTriggered;
    private boolean notificationWanted = true;

    /// The driver sleeps: it must be notified when so many buffers are used. It does at the start, and so does the device.
    private long driverSleepsUntil = 1;
    private boolean deviceSleeps = true;

    RingModel(RingSetup setup) {
        this.setup = setup;
        this.usedEvent = setup.eventIdx() ? setup.startIdx() : 0;
        this.availEvent = usedEvent;
    }

    /// The 16-bit index of the entry with this number.
    int idx(long count) {
        return (int) ((setup.startIdx() + count) % 65536);
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
        addedCount++;
    }

    /// Spec 2.7.10.1: the driver must notify when the device has not suppressed it; with EVENT_IDX, of the entry at `avail_event`.
    boolean kickRequired() {
        boolean required = false;
        for (long entry = kickedCount; entry < addedCount; entry++) {
            required |= setup.eventIdx() ? idx(entry) == availEvent : usedFlags == 0;
        }
        return required;
    }

    void kicked(boolean sent) {
        if (deviceSleeps && !available.isEmpty() && !sent) {
            throw new AssertionError("swallowed the notification that the device waits for");
        }
        deviceSleeps &= !sent;
        kickedCount = addedCount;
    }

    /// Spec 2.7.7.2, likewise for the device and `used_event`.
    boolean notificationRequired() {
        boolean required = false;
        for (long entry = decidedCount; entry < usedCount; entry++) {
            required |= setup.eventIdx() ? idx(entry) == usedEvent : availFlags == 0;
        }
        return required;
    }

    void decided(boolean sent) {
        if (usedCount >= driverSleepsUntil && !sent) {
            throw new AssertionError("swallowed the notification that the driver waits for");
        }
        driverSleepsUntil = sent ? AWAKE : driverSleepsUntil;
        decidedCount = usedCount;
    }

    @Nullable
    Buffer take() {
        Buffer taken = available.poll();
        if (taken != null) {
            atDevice.add(taken);
            deviceSleeps = false;
        }
        return taken;
    }

    void stage(Buffer buffer, long lengthBytes) {
        atDevice.remove(buffer);
        staged.add(new Returned(buffer, lengthBytes));
    }

    /// Spec 2.7.9: whether elements are left out or not, the driver learns the same of each buffer.
    void publish() {
        used.addAll(staged);
        usedCount += staged.size();
        staged.clear();
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
        collectedCount++;
        driverSleepsUntil = AWAKE;
        if (callbackWanted && setup.eventIdx()) {
            usedEvent = idx(collectedCount);
        }
        return taken;
    }

    void callbackArrived() {
        eventTriggered |= !used.isEmpty() && setup.style() == DisableCallback.EVENT_ZERO;
    }

    void disableCallback() {
        driverSleepsUntil = AWAKE;
        if (callbackWanted) {
            callbackWanted = false;
            if (!setup.eventIdx()) {
                availFlags = SplitLayout.AVAIL_F_NO_INTERRUPT;
            } else if (setup.style() == DisableCallback.EVENT_ZERO && !eventTriggered) {
                usedEvent = 0;
            }
        }
    }

    /// Asks for a notification of the buffer after `delay` more.
    void wantCallback(int delay) {
        driverSleepsUntil = AWAKE;
        callbackWanted = true;
        eventTriggered = false;
        availFlags = 0;
        if (setup.eventIdx()) {
            usedEvent = idx(collectedCount + delay);
        }
    }

    /// The driver was told that it may sleep, until `bufferCount` buffers that it has not taken are used.
    void driverSleeps(int bufferCount) {
        driverSleepsUntil = collectedCount + Math.max(1, bufferCount);
    }

    int inFlightCount() {
        return (int) (addedCount - collectedCount);
    }

    void disableNotification() {
        deviceSleeps = false;
        if (notificationWanted && !setup.eventIdx()) {
            usedFlags = SplitLayout.USED_F_NO_NOTIFY;
        }
        notificationWanted = false;
    }

    void enableNotification() {
        notificationWanted = true;
        usedFlags = 0;
        if (setup.eventIdx()) {
            availEvent = idx(addedCount - available.size());
        }
        deviceSleeps = available.isEmpty();
    }
}
