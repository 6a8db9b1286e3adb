/// Completion policies: when a virtqueue's used buffer notifications are on, and who polls.
@NullMarked
package ringproof.driver.policy;

import org.jspecify.annotations.NullMarked;
