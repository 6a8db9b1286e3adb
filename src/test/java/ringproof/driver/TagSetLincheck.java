package ringproof.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import ringproof.machine.Cell;
import ringproof.plain.Interleavings;
import ringproof.plain.Interleavings.Outcome;
import ringproof.plain.PlainMachine;

/// No tag is handed out twice or lost while submitters allocate and completions free.
final class TagSetLincheck {
    private static final int LIMIT = 2_000;
    /// The whole tree is small; far fewer than this, and nothing is interleaved.
    private static final int MANY = 100;
    private static final String[] THREADS = {"allocateAndFree, allocate", "allocate", "allocateAndFree"};

    /// Three tags for three threads that hold at most one each.
    public static class ThreeTags {
        private static final int LEFT = 3;

        private final TagSet tags;
        private final int depth;
        private final AtomicIntegerArray holders;
        private volatile String wrong = "";

        public ThreeTags() {
            this(new PlainMachine(0), 0);
        }

        /// `taken` tags are taken before the threads start.
        ThreeTags(PlainMachine machine, int taken) {
            this.depth = taken + LEFT;
            this.tags = new TagSet(machine, "q0", depth);
            this.holders = new AtomicIntegerArray(depth);
            for (int i = 0; i < taken; i++) {
                holders.incrementAndGet(tags.allocate());
            }
        }

        @Operation
        public int allocate() {
            int tag = tags.allocate();
            if (tag == TagSet.NONE) {
                wrong = "no tag although one is free";
            } else if (holders.incrementAndGet(tag) != 1) {
                wrong = "tag " + tag + " was handed out twice";
            }
            return tag;
        }

        @Operation
        public void allocateAndFree() {
            int tag = allocate();
            if (tag != TagSet.NONE) {
                holders.decrementAndGet(tag);
                tags.free(tag);
            }
        }

        @Validate
        public void every_tag_has_one_holder_or_none() {
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(wrong);
            }
            for (int tag = tags.allocate(); tag != TagSet.NONE; tag = tags.allocate()) {
                holders.incrementAndGet(tag);
            }
            for (int tag = 0; tag < depth; tag++) {
                if (holders.get(tag) != 1) {
                    throw new IllegalStateException("tag " + tag + " is lost");
                }
            }
        }
    }

    /// The last tag of one word and the first ones of the next.
    public static final class AcrossWords extends ThreeTags {
        public AcrossWords() {
            super(new PlainMachine(0), 63);
        }
    }

    @Test
    void tags_are_handed_out_once() {
        assertHolds(ThreeTags.class);
    }

    @Test
    void tags_of_two_words_are_handed_out_once() {
        assertHolds(AcrossWords.class);
    }

    private static void assertHolds(Class<?> tested) {
        Outcome outcome = Interleavings.run(tested, LIMIT, "", THREADS);
        assertThat(outcome.report()).isEmpty();
        assertThat(outcome.count()).as("interleavings").isGreaterThanOrEqualTo(MANY);
    }

    @Test
    void with_a_compare_and_set_in_two_steps_a_tag_is_handed_out_twice() {
        assertThat(Interleavings.run(TornCells.class, LIMIT, "", THREADS).report())
                .contains("Validation function every_tag_has_one_holder_or_none has failed")
                .contains("was handed out twice");
    }

    public static final class TornCells extends ThreeTags {
        public TornCells() {
            super(new TornMachine(), 0);
        }
    }

    private static final class TornMachine extends PlainMachine {
        TornMachine() {
            super(0);
        }

        @Override
        public Cell newCell(String name) {
            return new PlainCell() {
                @Override
                public boolean compareAndSet(long expected, long value) {
                    if (get() != expected) {
                        return false;
                    }
                    set(value);
                    return true;
                }
            };
        }
    }
}
