/// Reset, suspending, timeouts.
@NullMarked
package ringproof.corpus.life;

import org.jspecify.annotations.NullMarked;
