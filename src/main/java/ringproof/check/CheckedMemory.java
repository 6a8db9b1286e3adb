package ringproof.check;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.machine.Order;

/// Guest memory under a memory model, with a digest of its contents that is kept up to date store by store.
///
/// The machine's cells lie behind the guest's bytes, so that both follow the same rules.
final class CheckedMemory extends GuestMemory {
    private static final VarHandle LE16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CELL_BYTES = 8;
    private static final int MAX_CELLS = 1024;

    private final Execution execution;
    private final int guestBytes;
    private final byte[] bytes;
    private final TreeMap<Long, String> names = new TreeMap<>();
    private int cellCount;
    private long hash;

    CheckedMemory(Execution execution, int guestBytes) {
        this.execution = execution;
        this.guestBytes = guestBytes + 7 & ~7;
        this.bytes = new byte[this.guestBytes + MAX_CELLS * CELL_BYTES];
    }

    void reset() {
        Arrays.fill(bytes, 0, guestBytes + cellCount * CELL_BYTES, (byte) 0);
        cellCount = 0;
        hash = 0;
    }

    /// Address of a new cell, beyond what the guest can reach.
    long newCell(String name) {
        if (cellCount == MAX_CELLS) {
            throw new IllegalStateException("a checked program has at most " + MAX_CELLS + " cells");
        }
        long addr = guestBytes + (long) CELL_BYTES * cellCount++;
        if (execution.recorder() != null) {
            names.put(addr, name);
        }
        return addr;
    }

    void label(long addr, int lengthBytes, String name) {
        if (execution.recorder() != null) {
            names.put(addr, name);
            names.putIfAbsent(addr + lengthBytes, "");
        }
    }

    /// The name of the labelled piece of memory that holds `addr`, with the offset in it.
    String nameOf(long addr) {
        Map.Entry<Long, String> label = names.floorEntry(addr);
        if (label == null || label.getValue().isEmpty()) {
            return "0x" + Long.toHexString(addr);
        }
        long offset = addr - label.getKey();
        return offset == 0 ? label.getValue() : label.getValue() + "+" + offset;
    }

    long hash() {
        return hash;
    }

    @Override
    public long sizeBytes() {
        return guestBytes;
    }

    @Override
    protected long load(long addr, int size, Order order, @Nullable Barrier barrier) {
        check(addr, size);
        if (order == Order.PLAIN) {
            Agent agent = execution.plainAccess(addr, size, false);
            long value = view(agent, addr, size);
            if (agent != null) {
                agent.observe(value);
            }
            return value;
        }
        return atomicLoad(addr, size, barrier);
    }

    long atomicLoad(long addr, int size, @Nullable Barrier barrier) {
        Agent agent = execution.current();
        if (agent != null) {
            execution.step(agent, Agent.Pending.STEP, addr, size, false, false);
        }
        long value = view(agent, addr, size);
        if (agent != null) {
            agent.observe(value);
            agent.watch.add(addr, size, value);
            Recorder recorder = execution.recorder();
            if (recorder != null) {
                recorder.record(agent, nameOf(addr) + " -> " + value, barrier);
            }
        }
        return value;
    }

    @Override
    protected void store(long addr, int size, long value, Order order, @Nullable Barrier barrier) {
        check(addr, size);
        if (order == Order.PLAIN) {
            refuseMixed(execution.plainAccess(addr, size, true), addr, size);
            put(addr, size, value);
        } else {
            atomicStore(addr, size, value, barrier);
        }
    }

    void atomicStore(long addr, int size, long value, @Nullable Barrier barrier) {
        Agent agent = execution.current();
        if (agent == null) {
            put(addr, size, value);
            return;
        }
        execution.buffered(agent, addr, size);
        agent.buffer.addStore(addr, size, value);
        agent.observe(value);
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.recordBuffered(agent, nameOf(addr) + " = " + value, barrier);
        }
    }

    @Override
    public void fence(Barrier barrier) {
        execution.fullBarrier(barrier);
    }

    @Override
    public void read(long addr, byte[] to, int offset, int lengthBytes) {
        checkRange(addr, lengthBytes);
        Agent agent = execution.plainAccess(addr, lengthBytes, false);
        refuseMixed(agent, addr, lengthBytes);

        System.arraycopy(bytes, (int) addr, to, offset, lengthBytes);
        if (agent != null) {
            long seen = lengthBytes;
            int i = offset;
            for (; i + 8 <= offset + lengthBytes; i += 8) {
                seen = Digest.mix(seen, (long) LE64.get(to, i));
            }
            for (; i < offset + lengthBytes; i++) {
                seen = Digest.mix(seen, to[i]);
            }
            agent.observe(seen);
        }
    }

    @Override
    public void write(long addr, byte[] from, int offset, int lengthBytes) {
        checkRange(addr, lengthBytes);
        refuseMixed(execution.plainAccess(addr, lengthBytes, true), addr, lengthBytes);

        int first = (int) addr & ~7;
        int end = (int) addr + lengthBytes;
        for (int word = first; word < end; word += 8) {
            hash -= wordHash(word);
        }
        System.arraycopy(from, offset, bytes, (int) addr, lengthBytes);
        for (int word = first; word < end; word += 8) {
            hash += wordHash(word);
        }
    }

    /// A plain access and an ordered store of the same agent to the same bytes: the model has no order for them.
    private void refuseMixed(@Nullable Agent agent, long addr, int lengthBytes) {
        if (agent != null && agent.buffer.overlaps(addr, lengthBytes)) {
            throw new IllegalStateException(
                    "a plain access to " + nameOf(addr) + ", to which the agent has just made an ordered store:"
                            + " use one kind of access for one word");
        }
    }

    /// What `agent` sees at `addr`: memory, and its own stores that are still in its buffer. Null: memory alone.
    long view(@Nullable Agent agent, long addr, int size) {
        int at = (int) addr;
        long value = switch (size) {
            case 1 -> Byte.toUnsignedLong(bytes[at]);
            case 2 -> Short.toUnsignedLong((short) LE16.get(bytes, at));
            case 4 -> Integer.toUnsignedLong((int) LE32.get(bytes, at));
            default -> (long) LE64.get(bytes, at);
        };
        return agent == null || agent.buffer.isEmpty() ? value : agent.buffer.overlay(addr, size, value);
    }

    /// Changes memory at once.
    void put(long addr, int size, long value) {
        int at = (int) addr;
        int word = at & ~7;
        hash -= wordHash(word);
        switch (size) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> LE16.set(bytes, at, (short) value);
            case 4 -> LE32.set(bytes, at, (int) value);
            default -> LE64.set(bytes, at, value);
        }
        hash += wordHash(word);
    }

    /// Zero hashes to zero, so that untouched memory costs nothing.
    private long wordHash(int word) {
        long value = (long) LE64.get(bytes, word);
        return value == 0 ? 0 : Digest.mix(word + 1L, value);
    }

    private void check(long addr, int size) {
        if (addr < 0 || addr > guestBytes - size) {
            throw new IndexOutOfBoundsException("guest address 0x" + Long.toHexString(addr));
        }
        if ((addr & size - 1) != 0) {
            throw new IndexOutOfBoundsException(
                    "an access of " + size + " bytes at 0x" + Long.toHexString(addr) + " is not aligned");
        }
    }

    private void checkRange(long addr, int lengthBytes) {
        if (!contains(addr, lengthBytes)) {
            throw new IndexOutOfBoundsException(lengthBytes + " bytes at guest address 0x" + Long.toHexString(addr));
        }
    }
}
