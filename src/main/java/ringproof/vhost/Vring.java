package ringproof.vhost;

import org.jspecify.annotations.Nullable;
import ringproof.queue.PackedPosition;
import ringproof.queue.QueueLayout;

/// What a front-end has said of one queue. Spec of vhost-user: SET_VRING_*.
///
/// The session's thread writes it; `err` is read by the device's threads.
final class Vring implements AutoCloseable {
    static final int MAX_SPLIT_BASE = 0xFFFF;
    private static final int USED_SHIFT = 16;
    private static final int NOT_SET = 0;

    private int size = NOT_SET;
    private boolean placed;
    private long descriptorUser;
    private long driverUser;
    private long deviceUser;
    /// As the message has it.
    private int base;
    private boolean enabled;
    /// Served by the device now.
    private boolean live;
    private @Nullable EventFd kick;
    private @Nullable EventFd call;
    private volatile @Nullable EventFd err;

    void setSize(int descriptors) {
        size = descriptors;
    }

    /// In front-end addresses.
    void place(long descriptorArea, long driverArea, long deviceArea) {
        descriptorUser = descriptorArea;
        driverUser = driverArea;
        deviceUser = deviceArea;
        placed = true;
    }

    void setBase(int word) {
        base = word;
    }

    /// Where a queue begins whose base was set. Throws where it cannot begin there.
    int start(boolean packed) throws ProtocolException {
        if (!packed) {
            if (base < 0 || base > MAX_SPLIT_BASE) {
                throw new ProtocolException("a queue begins at no index: " + base);
            }
            return base;
        }
        int position = base & MAX_SPLIT_BASE;
        if (position != base >>> USED_SHIFT) {
            throw new ProtocolException("a packed queue begins with requests in flight, of which nothing was told");
        }
        if (PackedPosition.slot(position) >= size) {
            throw new ProtocolException("a packed queue begins outside its ring");
        }
        return position;
    }

    /// The queue stands here, with nothing in flight.
    void stopAt(int position, boolean packed) {
        base = packed ? position | position << USED_SHIFT : position;
    }

    /// What GET_VRING_BASE says.
    int base() {
        return base;
    }

    void enable(boolean on) {
        enabled = on;
    }

    boolean isLive() {
        return live;
    }

    void setLive(boolean served) {
        live = served;
    }

    /// Whether all was said that it needs. `always`: a front-end without protocol features enables no queue, each is.
    boolean isComplete(boolean always) {
        return size != NOT_SET && placed && kick != null && (enabled || always);
    }

    /// Where it lies in guest memory. Throws where that is nowhere.
    QueueLayout layout(MemoryTable table) throws ProtocolException {
        return new QueueLayout(size, guest(table, descriptorUser), guest(table, driverUser),
                guest(table, deviceUser));
    }

    private static long guest(MemoryTable table, long userAddr) throws ProtocolException {
        long addr = table.toGuest(userAddr);
        if (addr == MemoryTable.UNMAPPED) {
            throw new ProtocolException("an area of a queue lies in no region of memory");
        }
        return addr;
    }

    @Nullable
    EventFd kick() {
        return kick;
    }

    void setKick(@Nullable EventFd line) {
        close(kick);
        kick = line;
    }

    /// Null: the driver is not to be notified.
    @Nullable
    EventFd call() {
        return call;
    }

    /// Only while it is not live.
    void setCall(@Nullable EventFd line) {
        close(call);
        call = line;
    }

    void setErr(@Nullable EventFd line) {
        EventFd before = err;
        err = line;
        close(before);
    }

    /// Tells the front-end that the queue is of no more use.
    void signalErr() {
        EventFd line = err;
        if (line != null) {
            line.signal();
        }
    }

    private static void close(@Nullable EventFd line) {
        if (line != null) {
            line.close();
        }
    }

    /// Forgets all but the lines for notifications and errors.
    void reset() {
        setKick(null);
        size = NOT_SET;
        placed = false;
        base = 0;
        enabled = false;
        live = false;
    }

    @Override
    public void close() {
        setKick(null);
        setCall(null);
        setErr(null);
    }
}
