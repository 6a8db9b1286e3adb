/// The one door to shared memory, locks and events, and the enumeration of every place where order matters.
@NullMarked
package ringproof.machine;

import org.jspecify.annotations.NullMarked;
