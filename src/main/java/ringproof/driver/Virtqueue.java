package ringproof.driver;

import ringproof.driver.policy.HctxType;
import ringproof.queue.QueueLayout;
import ringproof.transport.Transport;

/// A virtqueue of the device with the hardware queue on it, for as long as the driver lives. Linux: struct virtio_blk_vq.
record Virtqueue(int index, QueueLayout layout, HardwareQueue hardware) {
    /// Tells the device where it lies.
    void enable(Transport transport) {
        if (hardware.type() == HctxType.POLL) {
            transport.setUpPolledQueue(index, layout);
        } else {
            transport.setUpQueue(index, layout);
        }
    }
}
