/// What a campaign has found out, as a page of HTML and as JSON; and the trace of a finding, to read, to look at, and for other programs.
@NullMarked
package ringproof.report;

import org.jspecify.annotations.NullMarked;
