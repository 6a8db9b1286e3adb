package ringproof.check;

/// A set of 64-bit state names in one flat array: open addressing, linear probing. 10 to 20 bytes a state. Not thread-safe.
final class VisitedSet {
    private static final int INITIAL_CAPACITY = 1 << 12;
    private static final int MAX_LOAD_PERCENT = 80;

    private long[] table = new long[INITIAL_CAPACITY];
    private int size;
    private boolean hasZero;

    /// Adds a name; false if it was there.
    boolean add(long name) {
        if (name == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int mask = table.length - 1;
        int at = (int) (name ^ name >>> 32) & mask;
        while (table[at] != 0) {
            if (table[at] == name) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = name;
        size++;
        if (size * 100L > (long) table.length * MAX_LOAD_PERCENT) {
            grow();
        }
        return true;
    }

    long size() {
        return (long) size + (hasZero ? 1 : 0);
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        size = 0;
        for (long name : old) {
            if (name != 0) {
                add(name);
            }
        }
    }
}
