package ringproof.hostile;

import java.util.List;
import java.util.SplittableRandom;
import ringproof.machine.GuestAllocator;
import ringproof.machine.IoPageTable;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// A driver that does what its list of [Act]s says, whatever the rules are.
final class HostileGuest implements Runnable {
    private static final int TABLE_ENTRIES = 16;
    private static final int ENTRY_BYTES = 16;
    private static final int OWN_BYTES = (int) (Siege.HONEST_FROM - Siege.RINGS);

    private final Siege siege;
    private final List<Act<GuestAct>> acts;
    private final boolean packed;
    private final boolean spares;
    private final int size;
    private QueueLayout layout;
    /// Descriptors made available; in a split ring, chains.
    private int units;
    private int nextSlot;

    /// `spares`: leaves the device as a whole, and the honest driver's queue, alone.
    HostileGuest(Siege siege, List<Act<GuestAct>> acts, boolean spares) {
        this.siege = siege;
        this.acts = acts;
        this.packed = siege.setup.isPacked();
        this.spares = spares;
        this.size = siege.setup.queueSize();
        this.layout = freshLayout();
    }

    private QueueLayout freshLayout() {
        return Virtqueues.allocate(siege.setup.ring(), size, new GuestAllocator(siege.machine.memory(), Siege.RINGS));
    }

    /// Sets its queue up as the rules are.
    void setUp() {
        siege.transport.setUpQueue(Siege.HOSTILE, layout);
    }

    @Override
    public void run() {
        for (Act<GuestAct> act : acts) {
            SplittableRandom random = new SplittableRandom(act.c());
            switch (act.kind()) {
                case CHAIN -> chain(random);
                case FIELD -> field(act, random);
                case RING_WORD -> ringWord(act, random);
                case SCRIBBLE -> siege.machine.memory().set64(Siege.RINGS + Math.floorMod(act.a(), OWN_BYTES) / 8 * 8L,
                        act.c());
                case PAGE -> page(act, random);
                case NOTIFY -> siege.transport.writeNotification(act.a() % 3 == 0 ? (int) act.c() : act.b() % 4);
                case CONFIG -> config(act);
                case RESET_QUEUE -> resetQueue(act, random);
                case SET_UP -> siege.transport.setUpQueue(queue(act.a()), anyLayout(random));
                case FEATURES -> siege.transport.writeDriverFeatures(new FeatureSet(act.c()));
                case STATUS -> status(act);
            }
        }
    }

    /// Some queue: that exists or not, but not one that is spared.
    private int queue(int number) {
        int queue = number % 5 == 0 ? number : number % 4;
        return spares && queue == Siege.HONEST ? Siege.HOSTILE : queue;
    }

    private void chain(SplittableRandom random) {
        GarbageChain chain = new GarbageChain(random);
        siege.machine.memory().write(chain.headerAddr, chain.header, 0, chain.header.length);
        if (random.nextInt(3) == 0) {
            int unaligned = random.nextInt(4) == 0 ? random.nextInt(ENTRY_BYTES) : 0;
            long table = Siege.TABLES + (long) ENTRY_BYTES * random.nextInt(4) + unaligned;
            int bytes = writeTable(chain, table);
            GarbageChain.Piece piece = new GarbageChain.Piece(table, bytes, SplitLayout.F_INDIRECT);
            spoilTable(piece, random);
            chain.pieces.clear();
            chain.pieces.add(piece);
        }
        if (packed) {
            publishPacked(chain.pieces, random);
        } else {
            publishSplit(chain.pieces, random);
        }
        if (random.nextInt(4) != 0) {
            siege.transport.kick(Siege.HOSTILE).send(random.nextInt(1 << Short.SIZE));
        }
    }

    private static void spoilTable(GarbageChain.Piece piece, SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0 -> piece.lengthBytes = 0;
            case 1 -> piece.lengthBytes += 1 + random.nextInt(15);
            case 2 -> piece.lengthBytes = ENTRY_BYTES * (65537 + random.nextInt(2));
            case 3 -> piece.addr = GarbageChain.addr(random);
            case 4 -> piece.flags |= SplitLayout.F_NEXT;
            case 5 -> piece.lengthBytes += ENTRY_BYTES * random.nextInt(3);
            default -> {
            }
        }
    }

    /// Bytes of the table.
    private int writeTable(GarbageChain chain, long table) {
        for (int i = 0; i < chain.pieces.size(); i++) {
            GarbageChain.Piece piece = chain.pieces.get(i);
            byte[] entry = new byte[ENTRY_BYTES];
            put(entry, 0, piece.addr, Long.BYTES);
            put(entry, SplitLayout.DESCRIPTOR_LEN, piece.lengthBytes, Integer.BYTES);
            put(entry, flagsOffset(), piece.flags, Short.BYTES);
            if (!packed) {
                put(entry, SplitLayout.DESCRIPTOR_NEXT, piece.next, Short.BYTES);
            }
            siege.machine.memory().write(table + (long) ENTRY_BYTES * i, entry, 0, ENTRY_BYTES);
        }
        return ENTRY_BYTES * chain.pieces.size();
    }

    private static void put(byte[] to, int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            to[at + i] = (byte) (value >> (Byte.SIZE * i));
        }
    }

    private int flagsOffset() {
        return packed ? PackedLayout.DESCRIPTOR_FLAGS : SplitLayout.DESCRIPTOR_FLAGS;
    }

    private void publishSplit(List<GarbageChain.Piece> pieces, SplittableRandom random) {
        SteppedMemory memory = siege.machine.memory();
        int head = nextSlot;
        for (GarbageChain.Piece piece : pieces) {
            long at = layout.descriptorArea() + (long) ENTRY_BYTES * nextSlot;
            nextSlot = (nextSlot + 1) % size;
            memory.set64(at, piece.addr);
            memory.set32(at + SplitLayout.DESCRIPTOR_LEN, piece.lengthBytes);
            memory.set16(at + SplitLayout.DESCRIPTOR_FLAGS, piece.flags);
            boolean sound = piece.next <= pieces.size();
            memory.set16(at + SplitLayout.DESCRIPTOR_NEXT, sound ? (head + piece.next) % size : piece.next);
        }
        int entry = random.nextInt(16) == 0 ? random.nextInt(2 * size) : head;
        memory.set16(layout.driverArea() + SplitLayout.AVAIL_RING + 2L * (units % size), entry);
        units++;
        memory.set16Release(layout.driverArea() + SplitLayout.AVAIL_IDX, units & 0xFFFF);
    }

    private void publishPacked(List<GarbageChain.Piece> pieces, SplittableRandom random) {
        SteppedMemory memory = siege.machine.memory();
        int id = random.nextInt(1 << Short.SIZE);
        for (int i = pieces.size() - 1; i >= 0; i--) {
            GarbageChain.Piece piece = pieces.get(i);
            int unit = units + i;
            long at = layout.descriptorArea() + (long) ENTRY_BYTES * (unit % size);
            memory.set64(at, piece.addr);
            memory.set32(at + PackedLayout.DESCRIPTOR_LEN, piece.lengthBytes);
            memory.set16(at + PackedLayout.DESCRIPTOR_ID, id);
            int ring = unit / size % 2 == 0 ? PackedLayout.F_AVAIL : PackedLayout.F_USED;
            boolean missing = i > 0 && random.nextInt(24) == 0;
            int others = piece.flags & ~(PackedLayout.F_AVAIL | PackedLayout.F_USED);
            memory.set16Release(at + PackedLayout.DESCRIPTOR_FLAGS, others | (missing ? 0 : ring));
        }
        units += pieces.size();
    }

    private void field(Act<GuestAct> act, SplittableRandom random) {
        SteppedMemory memory = siege.machine.memory();
        boolean inTable = act.a() % 2 == 0;
        long at = inTable ? Siege.TABLES + (long) ENTRY_BYTES * Math.floorMod(act.b(), TABLE_ENTRIES)
                : layout.descriptorArea() + (long) ENTRY_BYTES * Math.floorMod(act.b(), size);
        switch (random.nextInt(4)) {
            case 0 -> memory.set64(at, GarbageChain.addr(random));
            case 1 -> {
                int lengthBytes = GarbageChain.length(random);
                if (!GarbageChain.isShort(lengthBytes)) {
                    memory.set64(at, 1L << 33);
                }
                memory.set32(at + SplitLayout.DESCRIPTOR_LEN, lengthBytes);
            }
            case 2 -> memory.set16(at + 12, random.nextInt(1 << Short.SIZE) & 0x8087);
            default -> memory.set16(at + 14, random.nextInt(1 << Short.SIZE) & 0x8087);
        }
    }

    private void ringWord(Act<GuestAct> act, SplittableRandom random) {
        SteppedMemory memory = siege.machine.memory();
        if (packed) {
            long area = act.a() % 3 == 0 ? layout.deviceArea() : layout.driverArea();
            memory.set32Opaque(area, random.nextInt());
            return;
        }
        int word = random.nextInt(1 << Short.SIZE);
        switch (Math.floorMod(act.a(), 6)) {
            case 0 -> {
                units = random.nextInt(8) == 0 ? word : units + random.nextInt(3) - 1;
                memory.set16Opaque(layout.driverArea() + SplitLayout.AVAIL_IDX, units & 0xFFFF);
            }
            case 1 -> memory.set16Opaque(layout.driverArea() + SplitLayout.AVAIL_FLAGS, word);
            case 2 -> memory.set16Opaque(layout.driverArea() + SplitLayout.usedEventOffset(size), word);
            case 3 -> memory.set16Opaque(layout.driverArea() + SplitLayout.AVAIL_RING + 2L * random.nextInt(size),
                    random.nextInt(4) == 0 ? word : random.nextInt(size));
            case 4 -> memory.set16Opaque(layout.deviceArea() + SplitLayout.USED_IDX, word);
            default -> memory.set16Opaque(layout.deviceArea() + SplitLayout.availEventOffset(size), word);
        }
    }

    /// Never a page of the honest driver's: what is written there would be harm that was asked for.
    private void page(Act<GuestAct> act, SplittableRandom random) {
        int page = random.nextBoolean() ? (int) Siege.RINGS / Siege.PAGE_BYTES
                : Math.floorMod(act.b(), (int) Siege.HONEST_FROM / Siege.PAGE_BYTES);
        int access = random.nextInt(4);
        long addr = (long) page * Siege.PAGE_BYTES;
        switch (Math.floorMod(act.a(), 5)) {
            case 0 -> siege.pages.unmap(siege.machine.memory(), page);
            case 1 ->
                siege.pages.map(siege.machine.memory(), page, GarbageChain.addr(random) & -Siege.PAGE_BYTES, access);
            case 2 -> siege.pages.map(siege.machine.memory(), page, addr, access);
            default -> siege.pages.map(siege.machine.memory(), page, addr, IoPageTable.READ | IoPageTable.WRITE);
        }
    }

    private void config(Act<GuestAct> act) {
        byte[] bytes = new byte[Math.floorMod(act.b(), 12)];
        new SplittableRandom(act.c()).nextBytes(bytes);
        siege.transport.writeConfig(act.a() % 7 == 0 ? act.a() : act.a() % 100, bytes);
    }

    private void resetQueue(Act<GuestAct> act, SplittableRandom random) {
        int queue = act.a() % 3 == 0 ? queue(act.b()) : Siege.HOSTILE;
        siege.transport.resetQueue(queue);
        if (queue != Siege.HOSTILE || siege.transport.isQueueResetting(queue)) {
            return;
        }
        layout = freshLayout();
        units = 0;
        nextSlot = 0;
        if (act.b() % 4 != 0) {
            byte[] zeros = new byte[(int) (Siege.TABLES - Siege.RINGS)];
            siege.machine.memory().write(Siege.RINGS, zeros, 0, zeros.length);
        }
        siege.transport.setUpQueue(queue, act.b() % 5 == 0 ? anyLayout(random) : layout);
        if (!siege.transport.isQueueEnabled(queue)) {
            siege.transport.setUpQueue(queue, layout);
        }
    }

    private QueueLayout anyLayout(SplittableRandom random) {
        int anySize = random.nextBoolean() ? size : random.nextInt() >> random.nextInt(31);
        return new QueueLayout(anySize, area(random), area(random), area(random));
    }

    private static long area(SplittableRandom random) {
        return random.nextInt(3) == 0 ? GarbageChain.addr(random)
                : Siege.RINGS + (random.nextInt((int) (Siege.TABLES - Siege.RINGS) - 512) & (-4 >> random.nextInt(3)));
    }

    private void status(Act<GuestAct> act) {
        switch (Math.floorMod(act.a(), 8)) {
            case 0, 1 -> siege.transport.writeStatus(0);
            case 2 -> siege.transport.writeStatus(act.b());
            case 3, 4 -> begin();
            default -> siege.transport.writeStatus(act.b() & 0xFF);
        }
    }

    /// As the rules are, as far as others let it.
    private void begin() {
        try {
            Handshake.negotiate(siege.transport, siege.setup.accepted(), FeatureSet.of(Feature.VERSION_1));
            setUp();
            Handshake.driverOk(siege.transport);
            units = 0;
            nextSlot = 0;
        } catch (NegotiationException interfered) {
            siege.transport.writeStatus(0);
        }
    }
}
