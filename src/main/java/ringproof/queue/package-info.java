/// Virtqueues, both sides: chains, suppression of notifications, event index. Driver and device side meet only in guest memory.
@NullMarked
package ringproof.queue;

import org.jspecify.annotations.NullMarked;
