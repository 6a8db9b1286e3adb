/// The design in TLA+, in the directory `models/`: runs TLC on each configuration of its manifest, and holds its verdicts against the
/// explorer's on the code.
@NullMarked
package ringproof.models;

import org.jspecify.annotations.NullMarked;
