/// How a driver reaches a device and starts it: status handshake, features, configuration space, queue set-up, reset,
/// notifications.
@NullMarked
package ringproof.transport;

import org.jspecify.annotations.NullMarked;
