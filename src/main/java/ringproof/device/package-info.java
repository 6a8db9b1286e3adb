/// The block device: request parsing and execution, backends, and the threads that serve its queues.
@NullMarked
package ringproof.device;

import org.jspecify.annotations.NullMarked;
