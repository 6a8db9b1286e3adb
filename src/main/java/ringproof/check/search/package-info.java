/// From state to state: exhaustive on all cores, few preemptions first, at random, and what is saved and found on the way. Internal: users of
/// the engine need [ringproof.check] alone.
@NullMarked
package ringproof.check.search;

import org.jspecify.annotations.NullMarked;
