package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.plain.PlainMachine;
import ringproof.queue.Chain;
import ringproof.queue.DisableCallback;
import ringproof.queue.DriverQueue;
import ringproof.queue.IndirectTables;
import ringproof.queue.IndirectUse;
import ringproof.queue.PackedDeviceQueue;
import ringproof.queue.PackedDriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A packed virtqueue of five descriptors with both sides, whose every access of memory is known. Words are looked up by the offsets that
/// 2.8.13 and 2.8.14 draw, not by those of the code.
final class PackedRing {
    static final int SIZE = 5;
    static final int NEXT = 1;
    static final int WRITE = 2;
    static final int INDIRECT = 4;
    static final int AVAIL = 1 << 7;
    static final int USED = 1 << 15;

    /// A descriptor as it stands in memory.
    record Descriptor(long addr, long len, int id, int flags) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    final AccessLog memory = new AccessLog(0x10000);
    final Machine machine = new PlainMachine(memory);
    final GuestAllocator allocator = new GuestAllocator(memory, 0x100);
    final QueueLayout layout = QueueLayout.allocatePacked(SIZE, allocator);
    final FeatureSet features;
    final PackedDriverQueue<Token> driver;
    final PackedDeviceQueue device;
    final long ring = layout.descriptorArea();
    private int added;

    /// With INDIRECT_DESC, chains of two pieces or more go into tables.
    PackedRing(Feature... negotiated) {
        features = FeatureSet.of(negotiated).with(Feature.VERSION_1).with(Feature.RING_PACKED);
        IndirectUse indirect = features.has(Feature.INDIRECT_DESC)
                ? new IndirectUse(new IndirectTables(allocator, SIZE, SIZE), 2) : null;
        int start = 1 << 15;
        driver = new PackedDriverQueue<>(machine, "q0", layout, features, DisableCallback.EVENT_ZERO, start, indirect);
        device = new PackedDeviceQueue(machine, layout, features, start);
        memory.forget();
    }

    Token add(int readable, int writable) {
        Token token = new Token(added++);
        assertThat(driver.add(SplitRing.chain(readable, writable), token)).isEqualTo(DriverQueue.Added.YES);
        return token;
    }

    /// The device takes a buffer; returns its handle.
    int take() {
        assertThat(device.take(new Chain())).isEqualTo(PackedDeviceQueue.Taken.BUFFER);
        return device.headId();
    }

    /// The device takes one buffer and returns it with nothing written; the driver takes it back.
    void roundTrip() {
        device.use(take(), 0);
        assertThat(driver.takeUsed()).isNotNull();
    }

    /// Empties lists from the ring until the next one begins at this slot.
    void goTo(int slot) {
        for (int i = 0; i < slot; i++) {
            add(1, 0);
            roundTrip();
        }
        memory.forget();
    }

    Descriptor descriptor(long table, int i) {
        long at = table + 16L * i;
        return new Descriptor(memory.peek(at, 8), memory.peek(at + 8, 4), (int) memory.peek(at + 12, 2),
                (int) memory.peek(at + 14, 2));
    }

    Descriptor descriptor(int slot) {
        return descriptor(ring, slot);
    }

    void write(int slot, Descriptor descriptor) {
        long at = ring + 16L * slot;
        memory.poke64(at, descriptor.addr());
        memory.poke32(at + 8, (int) descriptor.len());
        memory.poke16(at + 12, descriptor.id());
        memory.poke16(at + 14, descriptor.flags());
    }

    boolean isStoreToRing(AccessLog.Access access) {
        return access.isStoreTo(ring, 16 * SIZE);
    }

    /// Whether the flags of this descriptor are stored.
    boolean isStoreToFlags(AccessLog.Access access, int slot) {
        return access.isStoreTo(ring + 16L * slot + 14, 2);
    }

    boolean isStoreTo(AccessLog.Access access, int slot) {
        return access.isStoreTo(ring + 16L * slot, 16);
    }
}
