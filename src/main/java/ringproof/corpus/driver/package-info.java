/// The logic of guest drivers: locks, batches, completion.
@NullMarked
package ringproof.corpus.driver;

import org.jspecify.annotations.NullMarked;
