package ringproof.driver;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.IoPageTable;
import ringproof.queue.Breakage;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;

/// A queue for a device that knows only I/O virtual addresses: maps the pieces of a chain when it is added, and takes them back from the
/// device when it has been used.
///
/// Spec 6. Linux: vring_map_one_sg and vring_unmap_one_split. Readable pieces may only be read, writable ones only written. Where
/// addresses run out the queue is full. The buffers of a broken queue stay mapped until the device is reset.
///
/// Not thread-safe, but as the queue inside.
public final class MappedQueue<T extends Digestible> implements DriverQueue<T> {
    private final DriverQueue<Mapped<T>> inside;
    private final IoMapper mapper;
    private final Chain mapped = new Chain();

    /// What identifies a request to the queue inside: the caller's token, and what must be unmapped when it comes back.
    public static final class Mapped<T extends Digestible> implements Digestible {
        private final T token;
        private final long[] ioAddrs;
        private final long[] lengths;

        private Mapped(T token, long[] ioAddrs, long[] lengths) {
            this.token = token;
            this.ioAddrs = ioAddrs;
            this.lengths = lengths;
        }

        @Override
        public void digest(Digest digest) {
            digest.add(token);
            for (int i = 0; i < ioAddrs.length; i++) {
                digest.add(ioAddrs[i]).add(lengths[i]);
            }
        }
    }

    /// `inside` writes the descriptors, in guest memory as the driver sees it.
    public MappedQueue(DriverQueue<Mapped<T>> inside, IoMapper mapper) {
        this.inside = inside;
        this.mapper = mapper;
    }

    @Override
    public Added add(Chain chain, T token) {
        long[] ioAddrs = new long[chain.count()];
        long[] lengths = new long[chain.count()];
        for (int piece = 0; piece < ioAddrs.length; piece++) {
            lengths[piece] = chain.lengthBytes(piece);
            int access = piece < chain.readableCount() ? IoPageTable.READ : IoPageTable.WRITE;
            // An empty piece touches nothing, so its address means nothing.
            long ioAddr = lengths[piece] == 0 ? 0 : mapper.map(chain.addr(piece), lengths[piece], access);
            if (ioAddr == IoMapper.NO_ADDR) {
                unmap(ioAddrs, lengths, piece);
                return Added.FULL;
            }
            ioAddrs[piece] = ioAddr;
        }
        mapped.clear();
        for (int piece = 0; piece < ioAddrs.length; piece++) {
            if (piece < chain.readableCount()) {
                mapped.readable(ioAddrs[piece], lengths[piece]);
            } else {
                mapped.writable(ioAddrs[piece], lengths[piece]);
            }
        }
        Added added = inside.add(mapped, new Mapped<>(token, ioAddrs, lengths));
        if (added != Added.YES) {
            unmap(ioAddrs, lengths, ioAddrs.length);
        }
        return added;
    }

    private void unmap(long[] ioAddrs, long[] lengths, int count) {
        for (int piece = 0; piece < count; piece++) {
            if (lengths[piece] != 0) {
                mapper.unmap(ioAddrs[piece], lengths[piece]);
            }
        }
    }

    @Override
    public @Nullable T takeUsed() {
        Mapped<T> used = inside.takeUsed();
        if (used == null) {
            return null;
        }
        unmap(used.ioAddrs, used.lengths, used.ioAddrs.length);
        return used.token;
    }

    @Override
    public boolean kickPrepare() {
        return inside.kickPrepare();
    }

    @Override
    public int notificationData() {
        return inside.notificationData();
    }

    @Override
    public long usedLengthBytes() {
        return inside.usedLengthBytes();
    }

    @Override
    public boolean moreUsed() {
        return inside.moreUsed();
    }

    @Override
    public boolean callbackArrived() {
        return inside.callbackArrived();
    }

    @Override
    public void disableCallback() {
        inside.disableCallback();
    }

    @Override
    public boolean enableCallback() {
        return inside.enableCallback();
    }

    @Override
    public int enableCallbackPrepare() {
        return inside.enableCallbackPrepare();
    }

    @Override
    public boolean poll(int position) {
        return inside.poll(position);
    }

    @Override
    public boolean enableCallbackDelayed() {
        return inside.enableCallbackDelayed();
    }

    @Override
    public void reinit(Consumer<? super T> returned) {
        inside.reinit(gone -> {
            unmap(gone.ioAddrs, gone.lengths, gone.ioAddrs.length);
            returned.accept(gone.token);
        });
    }

    @Override
    public int freeCount() {
        return inside.freeCount();
    }

    @Override
    public int size() {
        return inside.size();
    }

    @Override
    public @Nullable Breakage breakage() {
        return inside.breakage();
    }

    @Override
    public void digest(Digest digest) {
        digest.add(inside).add(mapper);
    }
}
