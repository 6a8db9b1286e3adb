package ringproof.driver;

import java.util.List;
import ringproof.driver.limit.DiskLimits;
import ringproof.machine.Cell;
import ringproof.machine.Machine;
import ringproof.transport.Handshake;
import ringproof.transport.NegotiationException;
import ringproof.transport.Transport;
import ringproof.wire.BlkConfigLayout;
import ringproof.wire.DeviceStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// What happens to a driver that is live: freeze and restore, resets, suspension, changes of the configuration, removal.
///
/// Spec 2.1.2, 2.4, 2.6.1, 3.4, 5.2.6. Linux: virtblk_freeze_priv, virtblk_restore_priv, virtblk_remove, virtblk_config_changed_work.
///
/// - I1 a request is handed to the device only between DRIVER_OK and the next reset, of the device or of its queue
/// - I2 what the device had at a reset is taken back after the reset is complete, and before the queue is live again
///
/// Thread-safe: one agent at a time has its turn; only [#surpriseRemoved()] waits for nobody.
final class DriverLife {
    /// Values of `phase`.
    private static final int LIVE = 0;
    private static final int FROZEN = 1;
    private static final int GONE = 2;

    private final Transport transport;
    private final FeatureSet features;
    private final DiskLimits limits;
    private final List<Virtqueue> queues;
    private final Cell capacity;
    private final CacheMode cache;
    private final Turn turn;
    /// Only GONE is looked at without the turn.
    private final Cell phase;

    DriverLife(Machine machine, Transport transport, FeatureSet features, DiskLimits limits, List<Virtqueue> queues,
            Cell capacity, CacheMode cache) {
        this.transport = transport;
        this.features = features;
        this.limits = limits;
        this.queues = queues;
        this.capacity = capacity;
        this.cache = cache;
        this.turn = new Turn(machine, "life");
        this.phase = machine.newCell("phase");
    }

    boolean isGone() {
        return phase.get() == GONE;
    }

    /// See [BlkDriver#freeze(boolean)].
    boolean freeze(boolean drain) {
        turn.take();
        try {
            if (phase.get() != LIVE) {
                return false;
            }
            halt(drain, true);
            return phase.compareAndSet(LIVE, FROZEN);
        } finally {
            turn.pass();
        }
    }

    /// Ends with every queue quiesced, the device reset and nothing in the rings.
    private void halt(boolean drain, boolean resubmit) {
        queues.forEach(queue -> queue.hardware().quiesce());
        if (drain) {
            queues.forEach(queue -> queue.hardware().awaitIdle());
        }
        Handshake.reset(transport);
        queues.forEach(queue -> queue.hardware().takeBack(resubmit));
    }

    /// See [BlkDriver#restore()].
    boolean restore() {
        turn.take();
        try {
            if (phase.get() != FROZEN) {
                return false;
            }
            revive();
            return phase.compareAndSet(FROZEN, LIVE);
        } finally {
            turn.pass();
        }
    }

    /// From reset to live, with the features and queues that there were. Throws [NegotiationException] where the device has become another.
    private void revive() {
        FeatureSet ignored = Handshake.negotiate(transport, features, features);
        DiskLimits now = DiskLimits.read(transport, features);
        if (!now.isSameBut(limits)) {
            throw Handshake.fail(transport,
                    "the device has other limits than before its reset: start another driver for it");
        }
        boolean wasWriteback = cache.isWriteback();
        for (Virtqueue queue : queues) {
            queue.enable(transport);
        }
        Handshake.driverOk(transport);
        capacity.set(now.capacitySectors());
        if (features.has(Feature.BLK_CONFIG_WCE)) {
            // The mode after a reset is the device's choice; ours stays.
            writeWriteback(wasWriteback);
        }
        queues.forEach(queue -> queue.hardware().unquiesce());
    }

    /// See [BlkDriver#recover(boolean)].
    boolean recover(boolean resubmit) {
        turn.take();
        try {
            if (phase.get() != LIVE) {
                return false;
            }
            halt(false, resubmit);
            if (!phase.compareAndSet(LIVE, FROZEN)) {
                return false;
            }
            revive();
            return phase.compareAndSet(FROZEN, LIVE);
        } finally {
            turn.pass();
        }
    }

    /// See [BlkDriver#resetQueue(int, boolean)].
    boolean resetQueue(int index, boolean resubmit) {
        if (!features.has(Feature.RING_RESET)) {
            throw new IllegalStateException("RING_RESET was not negotiated: reset the whole device");
        }
        turn.take();
        try {
            if (phase.get() != LIVE) {
                return false;
            }
            Virtqueue queue = queues.get(index);
            queue.hardware().quiesce();
            Handshake.resetQueue(transport, index);
            queue.hardware().takeBack(resubmit);
            queue.enable(transport);
            queue.hardware().unquiesce();
            return !isGone();
        } finally {
            turn.pass();
        }
    }

    /// See [BlkDriver#suspend()].
    boolean suspend() {
        requireSuspend();
        turn.take();
        try {
            if (phase.get() != LIVE) {
                return false;
            }
            queues.forEach(queue -> queue.hardware().quiesce());
            return Handshake.suspend(transport);
        } finally {
            turn.pass();
        }
    }

    /// See [BlkDriver#resume()].
    boolean resume() {
        requireSuspend();
        turn.take();
        try {
            if (phase.get() != LIVE || !Handshake.resume(transport)) {
                return false;
            }
            queues.forEach(queue -> queue.hardware().unquiesce());
            return true;
        } finally {
            turn.pass();
        }
    }

    private void requireSuspend() {
        if (!features.has(Feature.SUSPEND)) {
            throw new IllegalStateException("SUSPEND was not negotiated: freeze and restore instead");
        }
    }

    /// See [BlkDriver#remove(boolean)].
    void remove(boolean drain) {
        turn.take();
        try {
            queues.forEach(queue -> queue.hardware().remove());
            if (isGone()) {
                return;
            }
            if (drain && phase.get() == LIVE) {
                queues.forEach(queue -> queue.hardware().awaitIdle());
            }
            endWithDevice();
            vanish();
        } finally {
            turn.pass();
        }
    }

    /// A device that does not even reset keeps the buffers that it has.
    private void endWithDevice() {
        boolean stopped = true;
        try {
            Handshake.reset(transport);
        } catch (NegotiationException hangs) {
            stopped = false;
        }
        for (Virtqueue queue : queues) {
            if (stopped) {
                queue.hardware().takeBack(false);
            } else {
                queue.hardware().abandon();
            }
        }
    }

    /// See [BlkDriver#surpriseRemoved()].
    void surpriseRemoved() {
        queues.forEach(queue -> queue.hardware().remove());
        queues.forEach(queue -> queue.hardware().takeBack(false));
        vanish();
    }

    /// Nobody waits for this device any more.
    private void vanish() {
        phase.set(GONE);
        queues.forEach(queue -> transport.callback(queue.index()).signal());
        transport.configChanged().signal();
    }

    /// See [BlkDriver#configChanged(ConfigListener)].
    void configChanged(ConfigListener listener) {
        turn.take();
        boolean needsReset;
        long before = capacity.get();
        long now = before;
        try {
            if (phase.get() != LIVE) {
                return;
            }
            needsReset = needsReset();
            if (!needsReset) {
                now = DiskLimits.readCapacity(transport);
                capacity.set(now);
            }
        } finally {
            turn.pass();
        }
        if (needsReset) {
            listener.needsReset();
        } else if (now != before) {
            listener.resized(before, now);
        }
    }

    private boolean needsReset() {
        for (Virtqueue queue : queues) {
            if (queue.hardware().isBroken()) {
                return true;
            }
        }
        return DeviceStatus.DEVICE_NEEDS_RESET.in(transport.status());
    }

    /// See [BlkDriver#setWriteback(boolean)].
    boolean setWriteback(boolean writeback) {
        if (!features.has(Feature.BLK_CONFIG_WCE)) {
            throw new IllegalStateException("BLK_CONFIG_WCE was not negotiated: the cache is as the device has it");
        }
        turn.take();
        try {
            if (phase.get() != LIVE) {
                return false;
            }
            // A write in flight could turn out either way.
            queues.forEach(queue -> queue.hardware().quiesce());
            queues.forEach(queue -> queue.hardware().awaitIdle());
            writeWriteback(writeback);
            queues.forEach(queue -> queue.hardware().unquiesce());
            return cache.isWriteback() == writeback;
        } finally {
            turn.pass();
        }
    }

    private void writeWriteback(boolean writeback) {
        transport.writeConfig(BlkConfigLayout.WRITEBACK, new byte[]{(byte) (writeback ? 1 : 0)});
        readWriteback();
    }

    /// Takes the cache mode from the device.
    void readWriteback() {
        cache.changed(features.has(Feature.BLK_CONFIG_WCE)
                ? Handshake.readConfig(transport, BlkConfigLayout.WRITEBACK, 1)[0] != 0
                : features.has(Feature.BLK_FLUSH));
    }
}
