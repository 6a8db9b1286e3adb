/// The commands: the one place that reads arguments and sets exit codes.
@NullMarked
package ringproof.cli;

import org.jspecify.annotations.NullMarked;
