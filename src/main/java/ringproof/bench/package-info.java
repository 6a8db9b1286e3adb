/// Measures the engine beside other checkers on one small program, in one run.
@NullMarked
package ringproof.bench;

import org.jspecify.annotations.NullMarked;
