package ringproof.transport;

import ringproof.machine.Event;
import ringproof.queue.QueueLayout;

/// A queue that the driver has set up: where it lies, and the line for its used buffer notifications.
public record QueuePort(int queue, QueueLayout layout, Event callback) {
}
