package ringproof.driver;

import ringproof.machine.Cell;
import ringproof.machine.Machine;

/// Numbers that identify the requests of one hardware queue, 0 to depth - 1. Linux: struct sbitmap in blk_mq_tags.
///
/// Lock-free and thread-safe: submitters allocate while completions free.
public final class TagSet {
    /// No tag is free.
    public static final int NONE = -1;
    private static final int WORD_BITS = 64;

    private final Cell[] words;
    private final int depth;

    public TagSet(Machine machine, String name, int depth) {
        this.depth = depth;
        this.words = new Cell[(depth + WORD_BITS - 1) / WORD_BITS];
        for (int i = 0; i < words.length; i++) {
            words[i] = machine.newCell(name + ".tags" + i);
        }
    }

    /// The lowest free tag, now taken, or [#NONE].
    public int allocate() {
        for (int i = 0; i < words.length; i++) {
            int bits = Math.min(WORD_BITS, depth - i * WORD_BITS);
            while (true) {
                long taken = words[i].get();
                int bit = Long.numberOfTrailingZeros(~taken);
                if (bit >= bits) {
                    break;
                }
                if (words[i].compareAndSet(taken, taken | 1L << bit)) {
                    return i * WORD_BITS + bit;
                }
            }
        }
        return NONE;
    }

    /// Gives a tag back. Throws [IllegalStateException] for one that is free.
    public void free(int tag) {
        long mask = 1L << tag % WORD_BITS;
        if ((words[tag / WORD_BITS].getAndAdd(-mask) & mask) == 0) {
            throw new IllegalStateException("tag " + tag + " was freed twice");
        }
    }
}
