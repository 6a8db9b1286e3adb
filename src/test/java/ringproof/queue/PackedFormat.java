package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.queue.RingModel.Buffer;
import ringproof.queue.RingModel.Returned;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The packed ring: a unit is a descriptor, places are offsets with the wrap counter in bit 15. Spec 2.8.1 to 2.8.14.
final class PackedFormat implements RingFormat {
    private static final int WRAP = 1 << 15;
    private static final int AVAIL = 1 << 7;
    private static final int USED = 1 << 15;
    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int INDIRECT = 4;

    @Override
    public FeatureSet features() {
        return FeatureSet.of(Feature.RING_PACKED);
    }

    @Override
    public QueueLayout allocate(int size, GuestAllocator allocator) {
        return QueueLayout.allocatePacked(size, allocator);
    }

    @Override
    public int units(int descriptorCount) {
        return descriptorCount;
    }

    @Override
    public int place(long units, int size) {
        return (int) (units % size) | (isFirstOfTwoLaps(units, size) ? WRAP : 0);
    }

    private static boolean isFirstOfTwoLaps(long units, int size) {
        return units / size % 2 == 0;
    }

    @Override
    public boolean isWrapped(int place) {
        return (place & ~WRAP) == 0;
    }

    @Override
    public boolean movesByBatch() {
        return true;
    }

    @Override
    public boolean chainsFollow(RingSetup setup) {
        return true;
    }

    @Override
    public int firstDescriptor(RingSetup setup) {
        return setup.startIdx() % setup.size();
    }

    @Override
    public Asked deviceAtStart(Asked on) {
        return Asked.ALL;
    }

    @Override
    public Asked driverOff(RingSetup setup, Asked now, boolean spent) {
        return spent ? now : Asked.NONE;
    }

    @Override
    public Asked deviceOff(RingSetup setup, Asked now) {
        return Asked.NONE;
    }

    @Override
    public boolean maySleepWith(int usedCount, int delay) {
        return usedCount == 0;
    }

    @Override
    public Picture picture(RingSetup setup, QueueLayout layout) {
        return new Ring(setup, layout);
    }

    /// The flags of every descriptor, and both areas of suppression.
    private static final class Ring implements Picture {
        private final RingSetup setup;
        private final QueueLayout layout;
        private final int[] flags;
        private long addedUnits;
        private long usedUnits;
        /// Before the operation at hand.
        private long addedBefore;
        private long usedBefore;

        Ring(RingSetup setup, QueueLayout layout) {
            this.setup = setup;
            this.layout = layout;
            this.flags = new int[setup.size()];
            // As if every descriptor so far had been used one by one.
            for (addedUnits = 0; addedUnits < setup.startIdx(); addedUnits++) {
                set(addedUnits, AVAIL | USED, 0);
            }
            usedUnits = addedUnits;
            usedBefore = addedUnits;
            addedBefore = addedUnits;
        }

        /// Sets the ring flags that are given in the first of two laps, and their inverse in the second.
        private void set(long unit, int ringFlags, int others) {
            int here = isFirstOfTwoLaps(unit, setup.size()) ? ringFlags : ringFlags ^ (AVAIL | USED);
            flags[(int) (unit % setup.size())] = here | others;
        }

        @Override
        public void added(Buffer buffer) {
            if (setup.isIndirect(buffer.pieceCount())) {
                set(addedUnits++, AVAIL, INDIRECT);
                return;
            }
            for (int piece = 0; piece < buffer.pieceCount(); piece++) {
                set(addedUnits++, AVAIL, (piece < buffer.readableCount() ? 0 : WRITE)
                        | (piece + 1 < buffer.pieceCount() ? NEXT : 0));
            }
        }

        /// Spec 2.8.8: with IN_ORDER a buffer that was written completely is left out when another follows.
        @Override
        public void published(Iterable<Returned> run) {
            long begin = usedUnits;
            long writtenBytes = 0;
            boolean complete = false;
            for (Returned returned : run) {
                if (usedUnits != begin && !(setup.inOrder() && complete)) {
                    set(begin, AVAIL | USED, writtenBytes > 0 ? WRITE : 0);
                    begin = usedUnits;
                }
                usedUnits += setup.units(returned.buffer());
                writtenBytes = returned.usedLengthBytes();
                complete = returned.isComplete();
            }
            if (usedUnits != begin) {
                set(begin, AVAIL | USED, writtenBytes > 0 ? WRITE : 0);
            }
        }

        @Override
        public void check(String at, GuestMemory memory, RingModel model) {
            RingFormat.checkWord(at, "driver area", memory.get32(layout.driverArea()), suppression(model.driverAsks));
            RingFormat.checkWord(at, "device area", memory.get32(layout.deviceArea()), suppression(model.deviceAsks));
            addedBefore = addedUnits;
            usedBefore = usedUnits;
            // What is staged may be there already, but for the first, which the driver looks at.
            int stagedUnits = 0;
            for (Returned returned : model.staged) {
                stagedUnits += setup.units(returned.buffer());
            }
            for (int ahead = 0; ahead < setup.size(); ahead++) {
                int slot = (int) ((usedUnits + ahead) % setup.size());
                if (ahead == 0 || ahead >= stagedUnits) {
                    RingFormat.checkWord(at, "flags of descriptor " + slot,
                            memory.get16(layout.descriptorArea() + 16L * slot + 14), flags[slot]);
                }
            }
        }

        private static int suppression(Asked asked) {
            return switch (asked.how()) {
                case ALL -> 0;
                case NONE -> 1 << 16;
                case AT -> 2 << 16 | asked.place();
            };
        }

        /// Spec 2.8.16: a descriptor is the driver's when it was seen used, until it is made available.
        @Override
        public long[] driverMightStore(RingModel model) {
            return areas(layout.driverArea(), addedBefore, setup.startIdx() + model.collectedUnits + setup.size(), 0);
        }

        /// Spec 2.8.15: a descriptor is the device's when it was seen available, until it is used. Its address is never written.
        @Override
        public long[] deviceMightStore(RingModel model) {
            return areas(layout.deviceArea(), usedBefore, setup.startIdx() + model.takenUnits, 8);
        }

        /// An area of suppression, and some descriptors from an offset on.
        private long[] areas(long suppression, long fromUnit, long toUnit, int offset) {
            int count = (int) (toUnit - fromUnit);
            long[] areas = new long[2 + 2 * count];
            areas[0] = suppression;
            areas[1] = 4;
            for (int i = 0; i < count; i++) {
                areas[2 + 2 * i] = layout.descriptorArea() + 16 * ((fromUnit + i) % setup.size()) + offset;
                areas[3 + 2 * i] = 16L - offset;
            }
            return areas;
        }
    }
}
