/// Bugs that shipped, each put into the system from outside by one small class. See [ringproof.suite.SeededBug].
@NullMarked
package ringproof.corpus;

import org.jspecify.annotations.NullMarked;
