/// What a block device can take, as its configuration space says it.
@NullMarked
package ringproof.driver.limit;

import org.jspecify.annotations.NullMarked;
