package ringproof.hostile;

import java.util.List;
import java.util.SplittableRandom;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.Virtqueues;
import ringproof.wire.BlkStatus;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// A device that does to one queue what its list of [Act]s says, whatever the rules are.
final class HostileHost implements Runnable {
    private static final int[] LENGTHS = {0, 1, 20, 21, 512, 513, 1 << 16, Integer.MIN_VALUE, -1};
    private static final int LATEST = 3;
    private static final int LONGEST_PAUSE = 60;
    private static final int HALF = 1 << Short.SIZE;

    private final Ambush ambush;
    private final List<Act<HostAct>> acts;
    private final QueueLayout layout;
    private final DeviceQueue sound;
    private final Chain chain = new Chain();
    private final boolean packed;
    private final int size;
    private final SteppedMemory memory;
    private int usedUnits;

    HostileHost(Ambush ambush, QueueLayout layout, List<Act<HostAct>> acts) {
        this.ambush = ambush;
        this.acts = acts;
        this.layout = layout;
        this.sound = Virtqueues.newDeviceQueue(ambush.machine, layout, ambush.setup.ring());
        this.packed = ambush.setup.isPacked();
        this.size = layout.size();
        this.memory = ambush.machine.memory();
    }

    @Override
    public void run() {
        for (Act<HostAct> act : acts) {
            SplittableRandom random = new SplittableRandom(act.c());
            // Sometimes at once, sometimes when there is something to spoil.
            for (int pause = random.nextInt(2) * random.nextInt(LONGEST_PAUSE); pause > 0; pause--) {
                ambush.machine.point();
            }
            switch (act.kind()) {
                case SERVE -> serve(random);
                case USED -> used(act, random);
                case RING_WORD -> ringWord(random);
                case DRIVER_WORD -> driverWord(act, random);
                case SCRIBBLE -> scribble(ambush.hostileFrom(), ambush.hostileTo(), random);
                case DATA -> scribble(Ambush.BUFFERS, Ambush.HONEST_BUFFERS, random);
                case CALLBACK -> ambush.transport.callback(act.a() & 1).signal();
                case CONFIG -> {
                    ambush.transport.lie(act.a() % 2 == 0 ? random : null);
                    ambush.transport.configChanged().signal();
                }
                case ALARM -> {
                    ambush.transport.alarm(act.a() % 2 == 0);
                    ambush.transport.configChanged().signal();
                }
            }
        }
        // What was said of the device as a whole is another matter.
        ambush.transport.lie(null);
        ambush.transport.alarm(false);
    }

    private void serve(SplittableRandom random) {
        if (sound.take(chain) != DeviceQueue.Taken.BUFFER) {
            return;
        }
        int last = chain.count() - 1;
        long statusAddr = chain.addr(last) + chain.lengthBytes(last) - 1;
        // Its own garbage may have turned the address into another's.
        if (statusAddr >= ambush.hostileFrom() && statusAddr < ambush.hostileTo()) {
            memory.set8(statusAddr, random.nextInt(4) == 0 ? random.nextInt(9) : BlkStatus.OK.code());
        }
        sound.use(sound.headId(), random.nextInt(3) == 0 ? 1 : chain.writableBytes());
        usedUnits++;
        if (sound.needsNotification() || random.nextInt(4) == 0) {
            ambush.transport.callback(HostedTransport.HOSTILE).signal();
        }
    }

    private static int length(SplittableRandom random) {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }

    /// An id, mostly one that might be in flight.
    private int id(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt();
            case 1 -> size + random.nextInt(3);
            case 2, 3, 4 -> packed ? random.nextInt(2) : latestHead(random);
            default -> random.nextInt(size);
        };
    }

    /// Of the last chains that were made available, one.
    private int latestHead(SplittableRandom random) {
        int idx = memory.get16Opaque(layout.driverArea() + SplitLayout.AVAIL_IDX) - 1 - random.nextInt(LATEST);
        return memory.get16Opaque(layout.driverArea() + SplitLayout.AVAIL_RING
                + (long) SplitLayout.AVAIL_ENTRY_BYTES * Math.floorMod(idx, size));
    }

    private void used(Act<HostAct> act, SplittableRandom random) {
        if (packed) {
            int slot = act.a() % 3 == 0 ? random.nextInt(size) : usedUnits % size;
            int lap = usedUnits / size % 2 == 0 ? PackedLayout.F_AVAIL | PackedLayout.F_USED : 0;
            long at = layout.descriptorArea() + (long) PackedLayout.DESCRIPTOR_BYTES * slot;
            memory.set32(at + PackedLayout.DESCRIPTOR_LEN, length(random));
            memory.set16(at + PackedLayout.DESCRIPTOR_ID, id(random) & HALF - 1);
            memory.set16Release(at + PackedLayout.DESCRIPTOR_FLAGS, lap | random.nextInt(2) * PackedLayout.F_WRITE);
            usedUnits += 1 + random.nextInt(3);
        } else {
            int idx = memory.get16Opaque(layout.deviceArea() + SplitLayout.USED_IDX);
            long at = layout.deviceArea() + SplitLayout.USED_RING
                    + (long) SplitLayout.USED_ENTRY_BYTES * (idx % size);
            memory.set32(at + SplitLayout.USED_ENTRY_ID, id(random));
            memory.set32(at + SplitLayout.USED_ENTRY_LEN, length(random));
            memory.set16Release(layout.deviceArea() + SplitLayout.USED_IDX, idx + 1 & HALF - 1);
        }
        if (random.nextInt(3) != 0) {
            ambush.transport.callback(HostedTransport.HOSTILE).signal();
        }
    }

    private void ringWord(SplittableRandom random) {
        if (packed) {
            memory.set32Opaque(layout.deviceArea(), random.nextInt());
            return;
        }
        int word = random.nextInt(HALF);
        switch (random.nextInt(4)) {
            case 0 -> memory.set16Opaque(layout.deviceArea() + SplitLayout.USED_FLAGS, word);
            case 1 -> memory.set16Opaque(layout.deviceArea() + SplitLayout.availEventOffset(size), word);
            case 2 -> memory.set16Opaque(layout.deviceArea() + SplitLayout.USED_IDX, random.nextInt(2 * size));
            default -> memory.set16Opaque(layout.deviceArea() + SplitLayout.USED_IDX, word);
        }
    }

    private void driverWord(Act<HostAct> act, SplittableRandom random) {
        long driverBytes = packed ? PackedLayout.SUPPRESSION_BYTES : SplitLayout.driverAreaBytes(size);
        if (act.a() % 2 == 0) {
            memory.set16(layout.descriptorArea() + 2L * random.nextInt(8 * size), random.nextInt(HALF));
        } else {
            memory.set16(layout.driverArea() + 2 * random.nextLong(driverBytes / 2), random.nextInt(HALF));
        }
    }

    private void scribble(long from, long to, SplittableRandom random) {
        memory.set8(from + random.nextLong(to - from), random.nextInt(256));
    }
}
