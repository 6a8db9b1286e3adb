/// What bytes mean: ring and request layouts, features, device status, limits. No behaviour.
@NullMarked
package ringproof.wire;

import org.jspecify.annotations.NullMarked;
