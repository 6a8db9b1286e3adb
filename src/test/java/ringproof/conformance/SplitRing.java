package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.plain.PlainMachine;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.queue.SplitDriverQueue;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A split virtqueue of eight descriptors with both sides, whose every access of memory is known. Words are looked up by the offsets
/// that 2.7.5 to 2.7.8 draw, not by those of the code.
final class SplitRing {
    static final int SIZE = 8;
    static final int NEXT = 1;
    static final int WRITE = 2;
    static final int INDIRECT = 4;
    private static final int TABLE_ENTRIES = SIZE;

    /// A descriptor as it stands in memory.
    record Descriptor(long addr, long len, int flags, int next) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    final AccessLog memory = new AccessLog(0x10000);
    final Machine machine = new PlainMachine(memory);
    final GuestAllocator allocator = new GuestAllocator(memory, 0x100);
    final QueueLayout layout = QueueLayout.allocateSplit(SIZE, allocator);
    final FeatureSet features;
    final SplitDriverQueue<Token> driver;
    final SplitDeviceQueue device;

    final long availFlags = layout.driverArea();
    final long availIdx = layout.driverArea() + 2;
    final long availRing = layout.driverArea() + 4;
    final long usedEvent = availRing + 2 * SIZE;
    final long usedFlags = layout.deviceArea();
    final long usedIdx = layout.deviceArea() + 2;
    final long usedRing = layout.deviceArea() + 4;
    final long availEvent = usedRing + 8 * SIZE;

    private int added;

    SplitRing(Feature... negotiated) {
        this(DisableCallback.SILENT, 0, negotiated);
    }

    /// With INDIRECT_DESC, chains of two pieces or more go into tables.
    SplitRing(DisableCallback style, int startIdx, Feature... negotiated) {
        features = FeatureSet.of(negotiated).with(Feature.VERSION_1);
        IndirectUse indirect = features.has(Feature.INDIRECT_DESC)
                ? new IndirectUse(new IndirectTables(allocator, SIZE, TABLE_ENTRIES), 2) : null;
        driver = new SplitDriverQueue<>(machine, "q0", layout, features, style, startIdx, indirect);
        device = new SplitDeviceQueue(machine, layout, features, startIdx);
        memory.forget();
    }

    /// A chain of so many pieces of 16 bytes each.
    static Chain chain(int readable, int writable) {
        Chain chain = new Chain();
        for (int i = 0; i < readable; i++) {
            chain.readable(0x4000 + 0x20L * i, 16);
        }
        for (int i = 0; i < writable; i++) {
            chain.writable(0x6000 + 0x20L * i, 16);
        }
        return chain;
    }

    Token add(int readable, int writable) {
        Token token = new Token(added++);
        assertThat(driver.add(chain(readable, writable), token)).isEqualTo(DriverQueue.Added.YES);
        return token;
    }

    /// The device takes one buffer and returns it with nothing written; the driver takes it back.
    void roundTrip() {
        take();
        device.use(device.headId(), 0);
        assertThat(driver.takeUsed()).isNotNull();
    }

    Chain take() {
        Chain into = new Chain();
        assertThat(device.take(into)).isEqualTo(SplitDeviceQueue.Taken.BUFFER);
        return into;
    }

    int word(long addr) {
        return (int) memory.peek(addr, Short.BYTES);
    }

    Descriptor descriptor(long table, int i) {
        long at = table + 16L * i;
        return new Descriptor(memory.peek(at, 8), memory.peek(at + 8, 4), (int) memory.peek(at + 12, 2),
                (int) memory.peek(at + 14, 2));
    }

    Descriptor descriptor(int i) {
        return descriptor(layout.descriptorArea(), i);
    }

    void write(long table, int i, Descriptor descriptor) {
        long at = table + 16L * i;
        memory.poke64(at, descriptor.addr());
        memory.poke32(at + 8, (int) descriptor.len());
        memory.poke16(at + 12, descriptor.flags());
        memory.poke16(at + 14, descriptor.next());
    }

    /// Heads that stand in the available ring, from one index up to another.
    List<Integer> heads(int fromIdx, int toIdx) {
        List<Integer> heads = new ArrayList<>();
        for (int idx = fromIdx; idx != toIdx; idx = idx + 1 & 0xFFFF) {
            heads.add(word(availRing + 2L * (idx % SIZE)));
        }
        return heads;
    }

    /// The descriptors of the chain that was made available last, those of its table included; throws where it does not end.
    List<Descriptor> lastChain() {
        List<Descriptor> chain = new ArrayList<>();
        int head = word(availRing + 2L * ((word(availIdx) - 1 & 0xFFFF) % SIZE));
        follow(layout.descriptorArea(), head, chain);
        Descriptor last = chain.getLast();
        if (last.has(INDIRECT)) {
            follow(last.addr(), 0, chain);
        }
        return chain;
    }

    private void follow(long table, int first, List<Descriptor> into) {
        int i = first;
        for (int seen = 0;; seen++) {
            Descriptor descriptor = descriptor(table, i);
            into.add(descriptor);
            if (!descriptor.has(NEXT)) {
                return;
            }
            assertThat(seen).as("a chain ends").isLessThan(SIZE);
            i = descriptor.next();
        }
    }

    /// By hand: what a driver does that makes the chain at `head` available.
    void makeAvailable(int head) {
        int idx = word(availIdx);
        memory.poke16(availRing + 2L * (idx % SIZE), head);
        memory.poke16(availIdx, idx + 1 & 0xFFFF);
    }

    /// By hand: what a device does that returns the buffer at `head`.
    void makeUsed(int head, int lengthBytes) {
        int idx = word(usedIdx);
        memory.poke32(usedRing + 8L * (idx % SIZE), head);
        memory.poke32(usedRing + 8L * (idx % SIZE) + 4, lengthBytes);
        memory.poke16(usedIdx, idx + 1 & 0xFFFF);
    }

    @Nullable
    Token takeUsed() {
        return driver.takeUsed();
    }
}
