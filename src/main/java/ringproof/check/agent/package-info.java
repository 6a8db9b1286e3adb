/// Runs the real code of agents, one step at a time, and records what it does. Internal: users of the engine need [ringproof.check] alone.
@NullMarked
package ringproof.check.agent;

import org.jspecify.annotations.NullMarked;
