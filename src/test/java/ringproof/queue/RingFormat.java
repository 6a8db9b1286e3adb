package ringproof.queue;

import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.queue.RingModel.Buffer;
import ringproof.queue.RingModel.Returned;
import ringproof.wire.FeatureSet;

/// What the two ring formats do differently: all that the model and the run beside it need to know. Nothing here uses the queues' own
/// arithmetic or offsets.
interface RingFormat {
    RingFormat SPLIT = new SplitFormat();
    RingFormat PACKED = new PackedFormat();

    /// What must stand in guest memory: kept up to date as both sides go on.
    interface Picture {
        /// The driver has made a buffer available.
        void added(Buffer buffer);

        /// The device has published these together.
        void published(Iterable<Returned> run);

        /// Throws where memory says something else.
        void check(String at, GuestMemory memory, RingModel model);

        /// Where the driver might store in the operation that has just been carried out: addresses and lengths in turn.
        long[] driverMightStore(RingModel model);

        /// Where the device might.
        long[] deviceMightStore(RingModel model);
    }

    /// That the format itself brings along.
    FeatureSet features();

    QueueLayout allocate(int size, GuestAllocator allocator);

    Picture picture(RingSetup setup, QueueLayout layout);

    /// By how much a buffer that takes so many descriptors moves the ring on: an entry, or its descriptors.
    int units(int descriptorCount);

    /// How memory names the place after so many units.
    int place(long units, int size);

    /// Whether the place is where the ring begins again.
    boolean isWrapped(int place);

    /// Whether a driver that finds a batch moves on by all of it at once.
    boolean movesByBatch();

    /// Whether each chain begins in the descriptor behind the one before.
    boolean chainsFollow(RingSetup setup);

    /// Where the first chain begins.
    int firstDescriptor(RingSetup setup);

    Asked deviceAtStart(Asked on);

    /// What the driver leaves when it disables callbacks. `spent`: what it has asked for has already been told.
    Asked driverOff(RingSetup setup, Asked now, boolean spent);

    Asked deviceOff(RingSetup setup, Asked now);

    /// Whether a driver that asked for a delayed notification may sleep although so many buffers are used.
    boolean maySleepWith(int usedCount, int delay);

    static void checkWord(String at, String name, int word, int expected) {
        if (word != expected) {
            throw new AssertionError(
                    at + ": " + name + " is 0x" + Integer.toHexString(word) + ", not 0x"
                            + Integer.toHexString(expected));
        }
    }
}
