/// Memory at each step of a trace as a picture: the rings, what suppresses notifications, store buffers, locks and other words.
@NullMarked
package ringproof.report.rings;

import org.jspecify.annotations.NullMarked;
