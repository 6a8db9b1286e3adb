/// The engine: runs real code on a checked machine through every schedule that a memory model allows. Knows nothing of virtio.
@NullMarked
package ringproof.check;

import org.jspecify.annotations.NullMarked;
