package ringproof.hostile;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Event;
import ringproof.queue.QueueLayout;
import ringproof.transport.InProcessTransport;
import ringproof.transport.Kick;
import ringproof.transport.Transport;
import ringproof.wire.DeviceStatus;
import ringproof.wire.FeatureSet;

/// A transport to a device of which one queue is in other hands: the real device never hears of it. Registers can be made to lie.
final class HostedTransport implements Transport {
    static final int HOSTILE = 0;

    private final InProcessTransport inner;
    private final Event kicked;
    private @Nullable QueueLayout hostileLayout;
    private @Nullable QueueLayout honestLayout;
    private boolean alarmed;
    /// Null: the configuration space is the real one.
    private @Nullable SplittableRandom config;
    private int generation;

    /// `kicked` is signalled when the driver kicks the queue that is in other hands.
    HostedTransport(InProcessTransport inner, Event kicked) {
        this.inner = inner;
        this.kicked = kicked;
    }

    @Nullable
    QueueLayout hostileLayout() {
        return hostileLayout;
    }

    @Nullable
    QueueLayout honestLayout() {
        return honestLayout;
    }

    void alarm(boolean on) {
        alarmed = on;
    }

    /// From now on every look finds something else; null: the truth.
    void lie(@Nullable SplittableRandom random) {
        config = random;
        generation++;
    }

    @Override
    public FeatureSet carriedFeatures() {
        return inner.carriedFeatures();
    }

    @Override
    public FeatureSet deviceFeatures() {
        return inner.deviceFeatures();
    }

    @Override
    public void writeDriverFeatures(FeatureSet features) {
        inner.writeDriverFeatures(features);
    }

    @Override
    public int status() {
        return inner.status() | (alarmed ? DeviceStatus.DEVICE_NEEDS_RESET.mask() : 0);
    }

    @Override
    public void writeStatus(int status) {
        inner.writeStatus(status);
    }

    @Override
    public int configGeneration() {
        return inner.configGeneration() + generation;
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        inner.readConfig(offset, to);
        if (config != null) {
            config.nextBytes(to);
        }
    }

    @Override
    public void writeConfig(int offset, byte[] from) {
        inner.writeConfig(offset, from);
    }

    @Override
    public int queueMaxSize(int queue) {
        return inner.queueMaxSize(queue);
    }

    @Override
    public void setUpQueue(int queue, QueueLayout layout) {
        if (queue == HOSTILE) {
            hostileLayout = layout;
        } else {
            honestLayout = layout;
            inner.setUpQueue(queue, layout);
        }
    }

    @Override
    public void setUpPolledQueue(int queue, QueueLayout layout) {
        if (queue == HOSTILE) {
            hostileLayout = layout;
        } else {
            honestLayout = layout;
            inner.setUpPolledQueue(queue, layout);
        }
    }

    @Override
    public boolean isQueueEnabled(int queue) {
        return queue == HOSTILE ? hostileLayout != null : inner.isQueueEnabled(queue);
    }

    @Override
    public void resetQueue(int queue) {
        inner.resetQueue(queue);
    }

    @Override
    public boolean isQueueResetting(int queue) {
        return inner.isQueueResetting(queue);
    }

    @Override
    public Event callback(int queue) {
        return inner.callback(queue);
    }

    @Override
    public Kick kick(int queue) {
        return queue == HOSTILE ? Kick.to(kicked) : inner.kick(queue);
    }

    @Override
    public Event configChanged() {
        return inner.configChanged();
    }
}
