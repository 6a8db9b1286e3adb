/// What a campaign has found out, as a page of HTML and as JSON.
@NullMarked
package ringproof.report;

import org.jspecify.annotations.NullMarked;
