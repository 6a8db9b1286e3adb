/// The memory models, as states: SC and TSO with store buffers, WEAK with histories and views; what an agent is about to do, and which
/// transitions are possible. Internal: users of the engine need [ringproof.check] alone.
@NullMarked
package ringproof.check.memory;

import org.jspecify.annotations.NullMarked;
