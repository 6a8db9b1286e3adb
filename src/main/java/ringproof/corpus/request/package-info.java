/// What a block device makes of requests.
@NullMarked
package ringproof.corpus.request;

import org.jspecify.annotations.NullMarked;
