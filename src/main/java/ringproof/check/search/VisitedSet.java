package ringproof.check.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/// A set of 64-bit state names in flat arrays: open addressing, linear probing, in stripes that grow one by one. 9.5 to 14.2 bytes a
/// name once it has outgrown its first 8,192. Thread-safe; a name that is there is found without a lock.
///
/// The last bits of a name say in which stripe it is, so the stripe has room for a mark in place of them: whether a search has not come
/// to the end of what follows the state, see [Unfinished].
public final class VisitedSet {
    private static final int STRIPES = 64;
    private static final long STRIPE_MASK = STRIPES - 1;
    /// In place of the last bits of a name: that there is one.
    private static final long PRESENT = 2;
    private static final long BEGUN = 1;

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final AtomicLong sizeBytes = new AtomicLong();

    /// What is known of a name.
    enum Status {
        /// It was not there.
        NEW,
        /// It was marked, and the mark was not taken away yet.
        UNFINISHED, FINISHED
    }

    VisitedSet() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(sizeBytes);
        }
    }

    private Stripe stripe(long name) {
        return stripes[(int) (name & STRIPE_MASK)];
    }

    /// Adds a name, unless it is there.
    Status add(long name) {
        return stripe(name).add(name, 0);
    }

    /// The same with a mark.
    Status begin(long name) {
        return stripe(name).add(name, BEGUN);
    }

    /// Takes the mark away.
    void finish(long name) {
        stripe(name).finish(name);
    }

    boolean isFinished(long name) {
        return stripe(name).status(name) == Status.FINISHED;
    }

    boolean contains(long name) {
        return stripe(name).status(name) != Status.NEW;
    }

    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    long sizeBytes() {
        return sizeBytes.get();
    }

    /// All names, for a checkpoint.
    long[] toArray() {
        LongStream.Builder all = LongStream.builder();
        for (int i = 0; i < STRIPES; i++) {
            stripes[i].forEach(all, i);
        }
        return all.build().toArray();
    }

    private static final class Stripe {
        private static final int INITIAL_CAPACITY = 128;
        private static final int MAX_LOAD_PERCENT = 85;
        private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);

        /// Written under the lock alone.
        private volatile long[] table = new long[INITIAL_CAPACITY];
        private int size;
        private final AtomicLong allBytes;

        Stripe(AtomicLong allBytes) {
            this.allBytes = allBytes;
            allBytes.addAndGet((long) Long.BYTES * INITIAL_CAPACITY);
        }

        /// What a name is found under: never 0, and without its mark.
        private static long key(long name) {
            return (name & ~STRIPE_MASK) | PRESENT;
        }

        /// Where it is, or where it would be.
        private static int find(long[] table, long key) {
            int at = (int) Math.unsignedMultiplyHigh(key, table.length);
            while (true) {
                long entry = (long) ENTRY.getOpaque(table, at);
                if (entry == 0 || (entry & ~BEGUN) == key) {
                    return at;
                }
                at++;
                if (at == table.length) {
                    at = 0;
                }
            }
        }

        private static Status statusOf(long entry) {
            return entry == 0 ? Status.NEW : (entry & BEGUN) == 0 ? Status.FINISHED : Status.UNFINISHED;
        }

        synchronized Status status(long name) {
            return statusOf(table[find(table, key(name))]);
        }

        Status add(long name, long mark) {
            long key = key(name);
            long[] seen = table;
            // In a table that has just been replaced it may still look unfinished.
            Status status = statusOf((long) ENTRY.getOpaque(seen, find(seen, key)));
            return status == Status.NEW ? insert(key, mark) : status;
        }

        private synchronized Status insert(long key, long mark) {
            int at = find(table, key);
            Status status = statusOf(table[at]);
            if (status == Status.NEW) {
                ENTRY.setOpaque(table, at, key | mark);
                size++;
                if (size * 100L > (long) table.length * MAX_LOAD_PERCENT) {
                    grow();
                }
            }
            return status;
        }

        private void grow() {
            long[] larger = new long[table.length + table.length / 2];
            for (long entry : table) {
                if (entry != 0) {
                    larger[find(larger, entry & ~BEGUN)] = entry;
                }
            }
            allBytes.addAndGet((long) Long.BYTES * (larger.length - table.length));
            table = larger;
        }

        synchronized void finish(long name) {
            ENTRY.setOpaque(table, find(table, key(name)), key(name));
        }

        synchronized long size() {
            return size;
        }

        synchronized void forEach(LongConsumer consumer, long stripe) {
            for (long entry : table) {
                if (entry != 0) {
                    consumer.accept((entry & ~STRIPE_MASK) | stripe);
                }
            }
        }
    }
}
