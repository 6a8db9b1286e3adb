package ringproof.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Fence;
import ringproof.machine.Order;
import ringproof.plain.PlainMemory;

/// Guest memory that remembers every access in order. What a test itself looks up, it looks up unseen.
final class AccessLog extends PlainMemory {
    enum Kind {
        LOAD, STORE, FENCE
    }

    /// @param order of a fence: `VOLATILE`
    record Access(Kind kind, long addr, long bytes, long value, Order order, @Nullable Barrier barrier) {
        boolean touches(long from, long lengthBytes) {
            return kind != Kind.FENCE && addr < from + lengthBytes && from < addr + bytes;
        }

        boolean isStoreTo(long from, long lengthBytes) {
            return kind == Kind.STORE && touches(from, lengthBytes);
        }

        boolean isLoadOf(long from, long lengthBytes) {
            return kind == Kind.LOAD && touches(from, lengthBytes);
        }

        boolean isFence(Barrier which) {
            return kind == Kind.FENCE && barrier == which;
        }

        /// Whether earlier accesses are ordered before this one: the barrier of a store.
        boolean isOrderedBehind() {
            return order == Order.RELEASE || order == Order.VOLATILE;
        }
    }

    private final List<Access> accesses = new ArrayList<>();
    private boolean silent;

    AccessLog(int sizeBytes) {
        super(sizeBytes);
    }

    List<Access> accesses() {
        return accesses;
    }

    void forget() {
        accesses.clear();
    }

    /// Does something of which nothing is remembered.
    void unseen(Runnable what) {
        silent = true;
        what.run();
        silent = false;
    }

    long peek(long addr, int bytes) {
        return super.load(addr, bytes, Order.PLAIN, null);
    }

    void poke16(long addr, int value) {
        super.store(addr, Short.BYTES, value, Order.PLAIN, null);
    }

    void poke32(long addr, int value) {
        super.store(addr, Integer.BYTES, value, Order.PLAIN, null);
    }

    void poke64(long addr, long value) {
        super.store(addr, Long.BYTES, value, Order.PLAIN, null);
    }

    /// All values that were stored to a 16-bit word, in order.
    List<Integer> storedTo(long addr) {
        List<Integer> values = new ArrayList<>();
        for (Access access : accesses) {
            if (access.isStoreTo(addr, Short.BYTES)) {
                values.add((int) access.value() & 0xFFFF);
            }
        }
        return values;
    }

    boolean wasLoaded(long addr, long bytes) {
        return accesses.stream().anyMatch(access -> access.isLoadOf(addr, bytes));
    }

    boolean wasStored(long addr, long bytes) {
        return accesses.stream().anyMatch(access -> access.isStoreTo(addr, bytes));
    }

    /// Place of the first access like this, or -1.
    int first(Predicate<Access> like) {
        for (int i = 0; i < accesses.size(); i++) {
            if (like.test(accesses.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /// Place of the last one, or -1.
    int last(Predicate<Access> like) {
        for (int i = accesses.size() - 1; i >= 0; i--) {
            if (like.test(accesses.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void note(Access access) {
        if (!silent) {
            accesses.add(access);
        }
    }

    @Override
    protected long load(long addr, int bytes, Order order, @Nullable Barrier barrier) {
        long value = super.load(addr, bytes, order, barrier);
        note(new Access(Kind.LOAD, addr, bytes, value, order, barrier));
        return value;
    }

    @Override
    protected void store(long addr, int bytes, long value, Order order, @Nullable Barrier barrier) {
        note(new Access(Kind.STORE, addr, bytes, value, order, barrier));
        super.store(addr, bytes, value, order, barrier);
    }

    @Override
    public void fence(Barrier barrier) {
        note(new Access(Kind.FENCE, 0, 0, 0, Order.VOLATILE, barrier));
    }

    @Override
    public void fence(Fence fence) {
        note(new Access(Kind.FENCE, 0, 0, 0, Order.VOLATILE, null));
    }
}
