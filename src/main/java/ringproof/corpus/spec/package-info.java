/// What the specification itself prints.
@NullMarked
package ringproof.corpus.spec;

import org.jspecify.annotations.NullMarked;
