package ringproof.report.rings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import ringproof.check.Access;
import ringproof.check.Trace;

/// Memory and store buffers as they are after so many steps of a trace.
///
/// A plain write is in memory at once, unless stores of its agent wait in a buffer: then it waits behind them and follows them.
public final class MemoryImage {
    private static final int NOBODY = -1;

    private final byte[] bytes;
    private final BitSet written = new BitSet();
    private final List<Deque<Waiting>> buffers = new ArrayList<>();
    private final int[] holders;
    private final List<Span> writtenNow = new ArrayList<>();
    private final List<Access> readNow = new ArrayList<>();
    private int step;

    /// A store that waits in a buffer since a step.
    record Waiting(Access access, int since) {
        boolean isPlain() {
            return access.kind() == Access.Kind.PLAIN_WRITE;
        }
    }

    /// Before the first step.
    MemoryImage(Trace trace) {
        List<Long> words = trace.memory().words();
        bytes = new byte[words.size() * Long.BYTES];
        for (int i = 0; i < words.size(); i++) {
            store(i * Long.BYTES, Long.BYTES, words.get(i));
        }
        holders = new int[words.size()];
        Arrays.fill(holders, NOBODY);
        trace.agents().forEach(agent -> buffers.add(new ArrayDeque<>()));
    }

    /// Makes the next step.
    void apply(Trace.Step next) {
        step++;
        writtenNow.clear();
        readNow.clear();
        for (Access access : next.accesses()) {
            Deque<Waiting> buffer = buffers.get(access.agent());
            switch (access.kind()) {
                case READ -> readNow.add(access);
                case STORE -> put(access);
                case PLAIN_WRITE -> {
                    if (buffer.isEmpty()) {
                        put(access);
                    } else {
                        buffer.add(new Waiting(access, step));
                    }
                }
                case BUFFER -> buffer.add(new Waiting(access, step));
                case FLUSH -> {
                    buffer.poll();
                    put(access);
                    while (!buffer.isEmpty() && buffer.element().isPlain()) {
                        put(buffer.remove().access);
                    }
                }
                case OVERTAKEN -> {
                }
            }
        }
    }

    private void put(Access access) {
        store(access.addr(), access.bytes(), access.value());
        writtenNow.add(new Span(access.addr(), access.bytes()));
        written.set(access.addr(), access.addr() + access.bytes());
        if (access.on() == Access.Target.LOCK) {
            holders[access.addr() / Long.BYTES] = access.value() == 0 ? NOBODY : access.agent();
        }
    }

    private void store(int addr, int length, long value) {
        for (int i = 0; i < length; i++) {
            bytes[addr + i] = (byte) (value >> (Byte.SIZE * i));
        }
    }

    /// Little-endian, zero-extended.
    long get(int addr, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(bytes[addr + i]);
        }
        return value;
    }

    int get16(long addr) {
        return (int) get((int) addr, Short.BYTES);
    }

    int get32(long addr) {
        return (int) get((int) addr, Integer.BYTES);
    }

    long get(Span span) {
        return get(span.addr(), span.bytes());
    }

    /// Whether something in the span was written since the trace began, or was not zero then.
    boolean isUsed(Span span) {
        int firstWritten = written.nextSetBit(span.addr());
        if (firstWritten >= 0 && firstWritten < span.addr() + span.bytes()) {
            return true;
        }
        for (int i = span.addr(); i < span.addr() + span.bytes(); i++) {
            if (bytes[i] != 0) {
                return true;
            }
        }
        return false;
    }

    boolean isWrittenNow(Span span) {
        for (Span now : writtenNow) {
            if (now.meets(span)) {
                return true;
            }
        }
        return false;
    }

    boolean isReadNow(Span span) {
        for (Access now : readNow) {
            if (span.meets(new Span(now.addr(), now.bytes()))) {
                return true;
            }
        }
        return false;
    }

    /// Whether what the step read there is not what memory holds: an older value, or its agent's own from the store buffer.
    boolean isStale(Span span) {
        for (Access now : readNow) {
            if (span.meets(new Span(now.addr(), now.bytes())) && get(now.addr(), now.bytes()) != now.value()) {
                return true;
            }
        }
        return false;
    }

    /// The agent that holds the lock there, or -1.
    int holder(int addr) {
        return holders[addr / Long.BYTES];
    }

    /// What waits in the buffer of an agent, the oldest first.
    List<Waiting> waiting(int agent) {
        return List.copyOf(buffers.get(agent));
    }

    /// How many steps have been made.
    int step() {
        return step;
    }
}
