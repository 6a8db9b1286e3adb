/// Checks other people's shared-memory protocols from JUnit: [Explore] on a test method. Knows nothing of virtio.
@NullMarked
package ringproof.junit;

import org.jspecify.annotations.NullMarked;
