/// The packed ring.
@NullMarked
package ringproof.corpus.packed;

import org.jspecify.annotations.NullMarked;
