package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.queue.RingModel.Buffer;
import ringproof.queue.RingModel.Returned;
import ringproof.wire.FeatureSet;
import ringproof.wire.SplitLayout;

/// The split ring: a unit is an entry, places are indices. Spec 2.7.6 to 2.7.10.
final class SplitFormat implements RingFormat {
    private static final int INDICES = 65536;

    @Override
    public FeatureSet features() {
        return FeatureSet.NONE;
    }

    @Override
    public QueueLayout allocate(int size, GuestAllocator allocator) {
        return QueueLayout.allocateSplit(size, allocator);
    }

    @Override
    public int units(int descriptorCount) {
        return 1;
    }

    @Override
    public int place(long units, int size) {
        return (int) (units % INDICES);
    }

    @Override
    public boolean isWrapped(int place) {
        return place == 0;
    }

    @Override
    public boolean movesByBatch() {
        return false;
    }

    @Override
    public boolean chainsFollow(RingSetup setup) {
        return setup.inOrder();
    }

    @Override
    public int firstDescriptor(RingSetup setup) {
        return 0;
    }

    @Override
    public Asked deviceAtStart(Asked on) {
        return on;
    }

    @Override
    public Asked driverOff(RingSetup setup, Asked now, boolean spent) {
        if (!setup.eventIdx()) {
            return Asked.NONE;
        }
        return setup.style() == DisableCallback.EVENT_ZERO && !spent ? Asked.at(0) : now;
    }

    @Override
    public Asked deviceOff(RingSetup setup, Asked now) {
        return setup.eventIdx() ? now : Asked.NONE;
    }

    @Override
    public boolean maySleepWith(int usedCount, int delay) {
        return usedCount <= delay;
    }

    @Override
    public Picture picture(RingSetup setup, QueueLayout layout) {
        return new Words(setup, layout);
    }

    /// The flags, indices and event words of both areas.
    private record Words(RingSetup setup, QueueLayout layout) implements Picture {
        @Override
        public void added(Buffer buffer) {
            // The model's counts say it all.
        }

        @Override
        public void published(Iterable<Returned> run) {
            // Likewise.
        }

        @Override
        public void check(String at, GuestMemory memory, RingModel model) {
            long driver = layout.driverArea();
            long device = layout.deviceArea();
            check(at, "avail flags", memory.get16(driver), flags(model.driverAsks));
            check(at, "avail idx", memory.get16(driver + 2), model.place(model.addedUnits));
            check(at, "used_event", memory.get16(driver + SplitLayout.usedEventOffset(setup.size())),
                    model.driverAsks.place());
            check(at, "used flags", memory.get16(device), flags(model.deviceAsks));
            check(at, "used idx", memory.get16(device + 2), model.place(model.usedUnits));
            check(at, "avail_event", memory.get16(device + SplitLayout.availEventOffset(setup.size())),
                    model.deviceAsks.place());
        }

        private static void check(String at, String name, int word, int expected) {
            RingFormat.checkWord(at, name, word, expected);
        }

        private static int flags(Asked asked) {
            return asked.how() == Asked.How.NONE ? 1 : 0;
        }

        /// Spec 2.7: the event words only where they were negotiated.
        private int eventBytes() {
            return setup.eventIdx() ? 0 : 2;
        }

        @Override
        public long[] driverMightStore(RingModel model) {
            return new long[]{layout.descriptorArea(), SplitLayout.descriptorAreaBytes(setup.size()),
                layout.driverArea(), SplitLayout.driverAreaBytes(setup.size()) - eventBytes()};
        }

        @Override
        public long[] deviceMightStore(RingModel model) {
            return new long[]{layout.deviceArea(), SplitLayout.deviceAreaBytes(setup.size()) - eventBytes()};
        }
    }
}
