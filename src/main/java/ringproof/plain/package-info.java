/// The plain world: what a machine is made of when Lincheck interleaves it.
@NullMarked
package ringproof.plain;

import org.jspecify.annotations.NullMarked;
