/// Chains, indirect tables, order, used elements.
@NullMarked
package ringproof.corpus.chain;

import org.jspecify.annotations.NullMarked;
