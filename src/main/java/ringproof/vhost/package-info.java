/// vhost-user for block devices: our device for drivers in other processes, and other processes' devices for our driver. Linux alone.
@NullMarked
package ringproof.vhost;

import org.jspecify.annotations.NullMarked;
