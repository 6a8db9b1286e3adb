/// Work for driver and device on real threads: attached disks, and what runs on them.
@NullMarked
package ringproof.load;

import org.jspecify.annotations.NullMarked;
