package ringproof.check.search;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/// A set of 64-bit state names in flat arrays: open addressing, linear probing, in stripes that grow one by one. 9.5 to 14.2 bytes a
/// name once it has outgrown its first 8,192. Thread-safe.
public final class VisitedSet {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    VisitedSet() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /// Adds a name; false if it was there.
    boolean add(long name) {
        return stripes[(int) name & STRIPES - 1].add(name);
    }

    boolean contains(long name) {
        return stripes[(int) name & STRIPES - 1].contains(name);
    }

    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    long sizeBytes() {
        long bytes = 0;
        for (Stripe stripe : stripes) {
            bytes += stripe.sizeBytes();
        }
        return bytes;
    }

    /// All names, for a checkpoint.
    long[] toArray() {
        LongStream.Builder all = LongStream.builder();
        for (Stripe stripe : stripes) {
            stripe.forEach(all);
        }
        return all.build().toArray();
    }

    private static final class Stripe {
        private static final int INITIAL_CAPACITY = 128;
        private static final int MAX_LOAD_PERCENT = 85;

        private long[] table = new long[INITIAL_CAPACITY];
        private int size;
        private boolean hasZero;

        synchronized boolean contains(long name) {
            return name == 0 ? hasZero : table[find(table, name)] == name;
        }

        synchronized boolean add(long name) {
            if (name == 0) {
                boolean isNew = !hasZero;
                hasZero = true;
                return isNew;
            }
            if (!insert(table, name)) {
                return false;
            }
            size++;
            if (size * 100L > (long) table.length * MAX_LOAD_PERCENT) {
                long[] larger = new long[table.length + table.length / 2];
                for (long old : table) {
                    if (old != 0) {
                        insert(larger, old);
                    }
                }
                table = larger;
            }
            return true;
        }

        private static boolean insert(long[] table, long name) {
            int at = find(table, name);
            boolean isNew = table[at] == 0;
            table[at] = name;
            return isNew;
        }

        /// Where it is, or where it would be.
        private static int find(long[] table, long name) {
            int at = (int) Math.unsignedMultiplyHigh(name, table.length);
            while (table[at] != 0 && table[at] != name) {
                at++;
                if (at == table.length) {
                    at = 0;
                }
            }
            return at;
        }

        synchronized long size() {
            return (long) size + (hasZero ? 1 : 0);
        }

        synchronized long sizeBytes() {
            return (long) Long.BYTES * table.length;
        }

        synchronized void forEach(LongConsumer consumer) {
            if (hasZero) {
                consumer.accept(0);
            }
            for (long name : table) {
                if (name != 0) {
                    consumer.accept(name);
                }
            }
        }
    }
}
