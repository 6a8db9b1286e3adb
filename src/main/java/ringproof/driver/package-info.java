/// The guest driver, shaped like blk-mq on virtio_blk: hardware queues, tags, completion policies.
@NullMarked
package ringproof.driver;

import org.jspecify.annotations.NullMarked;
