package ringproof.transport;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.queue.QueueLayout;

/// A queue that the driver has set up: where it lies, and the line for its used buffer notifications; null where it wants none.
public record QueuePort(int queue, QueueLayout layout, @Nullable Event callback) implements Digestible {
    /// A device's future depends on where the queue lies.
    @Override
    public void digest(Digest digest) {
        digest.add(queue).add(layout.size()).add(layout.descriptorArea()).add(layout.driverArea())
                .add(layout.deviceArea()).add(callback != null);
    }
}
