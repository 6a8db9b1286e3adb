/// Runs other people's checkers, each in a process of its own, and reads what they print.
@NullMarked
package ringproof.tool;

import org.jspecify.annotations.NullMarked;
