/// Memory barriers that were missing or too weak.
@NullMarked
package ringproof.corpus.barrier;

import org.jspecify.annotations.NullMarked;
