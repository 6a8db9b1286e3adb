/// Where both halves meet: scenarios, seeded bugs, campaigns.
@NullMarked
package ringproof.suite;

import org.jspecify.annotations.NullMarked;
