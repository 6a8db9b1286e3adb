package ringproof.transport;

import ringproof.machine.Event;
import ringproof.queue.QueueLayout;
import ringproof.wire.FeatureSet;

/// A transport that is another one, until a test overrides something.
public class WrappedTransport implements Transport {
    private final Transport inner;

    public WrappedTransport(Transport inner) {
        this.inner = inner;
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
        return inner.status();
    }

    @Override
    public void writeStatus(int status) {
        inner.writeStatus(status);
    }

    @Override
    public int configGeneration() {
        return inner.configGeneration();
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        inner.readConfig(offset, to);
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
        inner.setUpQueue(queue, layout);
    }

    @Override
    public void setUpPolledQueue(int queue, QueueLayout layout) {
        inner.setUpPolledQueue(queue, layout);
    }

    @Override
    public boolean isQueueEnabled(int queue) {
        return inner.isQueueEnabled(queue);
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
        return inner.kick(queue);
    }

    @Override
    public Event configChanged() {
        return inner.configChanged();
    }
}
