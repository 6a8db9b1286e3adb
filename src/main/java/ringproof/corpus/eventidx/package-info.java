/// EVENT_IDX: arithmetic, stale state, words that were not negotiated.
@NullMarked
package ringproof.corpus.eventidx;

import org.jspecify.annotations.NullMarked;
