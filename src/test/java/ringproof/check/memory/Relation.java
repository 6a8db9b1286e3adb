package ringproof.check.memory;

import java.util.Arrays;
import java.util.function.BiPredicate;

/// A binary relation on at most 64 events.
final class Relation {
    private final long[] rows;

    Relation(int size) {
        this(new long[size]);
    }

    private Relation(long[] rows) {
        this.rows = rows;
    }

    static Relation of(int size, BiPredicate<Integer, Integer> pairs) {
        Relation relation = new Relation(size);
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                if (pairs.test(a, b)) {
                    relation.add(a, b);
                }
            }
        }
        return relation;
    }

    Relation copy() {
        return new Relation(rows.clone());
    }

    void add(int a, int b) {
        rows[a] |= 1L << b;
    }

    boolean has(int a, int b) {
        return (rows[a] >> b & 1) != 0;
    }

    Relation or(Relation other) {
        Relation union = copy();
        Arrays.setAll(union.rows, a -> rows[a] | other.rows[a]);
        return union;
    }

    Relation and(Relation other) {
        Relation both = copy();
        Arrays.setAll(both.rows, a -> rows[a] & other.rows[a]);
        return both;
    }

    /// First this, then the other.
    Relation then(Relation other) {
        Relation composed = new Relation(rows.length);
        for (int a = 0; a < rows.length; a++) {
            for (long rest = rows[a]; rest != 0; rest &= rest - 1) {
                composed.rows[a] |= other.rows[Long.numberOfTrailingZeros(rest)];
            }
        }
        return composed;
    }

    /// Once or more often.
    Relation closure() {
        Relation closure = copy();
        for (int through = 0; through < rows.length; through++) {
            for (int a = 0; a < rows.length; a++) {
                if (closure.has(a, through)) {
                    closure.rows[a] |= closure.rows[through];
                }
            }
        }
        return closure;
    }

    boolean isIrreflexive() {
        for (int a = 0; a < rows.length; a++) {
            if (has(a, a)) {
                return false;
            }
        }
        return true;
    }

    boolean isAcyclic() {
        return closure().isIrreflexive();
    }

    boolean isSameAs(Relation other) {
        return Arrays.equals(rows, other.rows);
    }

    boolean isEmpty() {
        return Arrays.stream(rows).allMatch(row -> row == 0);
    }
}
