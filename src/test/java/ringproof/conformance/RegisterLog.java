package ringproof.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import ringproof.queue.QueueLayout;
import ringproof.transport.Kick;
import ringproof.transport.Transport;
import ringproof.wire.FeatureSet;

/// A transport that remembers what the driver did to its registers, in order; and may offer other features than the device does.
final class RegisterLog extends ForwardingTransport {
    enum Kind {
        READ_FEATURES, WRITE_FEATURES, READ_STATUS, WRITE_STATUS, READ_GENERATION, READ_CONFIG, WRITE_CONFIG, SET_UP,
        RESET_QUEUE, READ_RESETTING, KICK
    }

    /// @param value what was written or read; of the configuration space, its offset; of a queue, its number
    /// @param more  bytes of the configuration space; of a kick, what it says of the next buffer
    record Access(Kind kind, long value, long more) {
    }

    private final List<Access> accesses = new ArrayList<>();
    /// What becomes of the features that the device offers.
    UnaryOperator<FeatureSet> offer = UnaryOperator.identity();
    /// Called before each read of the configuration space.
    Runnable beforeConfig = () -> {
    };

    RegisterLog(Transport inner) {
        super(inner);
    }

    List<Access> accesses() {
        return accesses;
    }

    void forget() {
        accesses.clear();
    }

    /// What was written to status, in order.
    List<Integer> statuses() {
        return values(Kind.WRITE_STATUS).stream().map(Long::intValue).toList();
    }

    List<Long> values(Kind kind) {
        return accesses.stream().filter(access -> access.kind() == kind).map(Access::value).toList();
    }

    /// Place of the first access of this kind, with this value; or -1.
    int first(Kind kind, long value) {
        for (int i = 0; i < accesses.size(); i++) {
            if (accesses.get(i).kind() == kind && accesses.get(i).value() == value) {
                return i;
            }
        }
        return -1;
    }

    /// Place of the first one of this kind, or -1.
    int first(Kind kind) {
        return accesses.stream().map(Access::kind).toList().indexOf(kind);
    }

    int last(Kind kind) {
        return accesses.stream().map(Access::kind).toList().lastIndexOf(kind);
    }

    private void note(Kind kind, long value, long more) {
        accesses.add(new Access(kind, value, more));
    }

    @Override
    public FeatureSet deviceFeatures() {
        FeatureSet offered = offer.apply(super.deviceFeatures());
        note(Kind.READ_FEATURES, offered.bits(), 0);
        return offered;
    }

    @Override
    public void writeDriverFeatures(FeatureSet features) {
        note(Kind.WRITE_FEATURES, features.bits(), 0);
        super.writeDriverFeatures(features);
    }

    @Override
    public int status() {
        int status = super.status();
        note(Kind.READ_STATUS, status, 0);
        return status;
    }

    @Override
    public void writeStatus(int status) {
        note(Kind.WRITE_STATUS, status, 0);
        super.writeStatus(status);
    }

    @Override
    public int configGeneration() {
        note(Kind.READ_GENERATION, 0, 0);
        return super.configGeneration();
    }

    @Override
    public void readConfig(int offset, byte[] to) {
        note(Kind.READ_CONFIG, offset, to.length);
        beforeConfig.run();
        super.readConfig(offset, to);
    }

    @Override
    public void writeConfig(int offset, byte[] from) {
        note(Kind.WRITE_CONFIG, offset, from.length);
        super.writeConfig(offset, from);
    }

    @Override
    public void setUpQueue(int queue, QueueLayout layout) {
        note(Kind.SET_UP, queue, 0);
        super.setUpQueue(queue, layout);
    }

    @Override
    public void setUpPolledQueue(int queue, QueueLayout layout) {
        note(Kind.SET_UP, queue, 0);
        super.setUpPolledQueue(queue, layout);
    }

    @Override
    public void resetQueue(int queue) {
        note(Kind.RESET_QUEUE, queue, 0);
        super.resetQueue(queue);
    }

    @Override
    public boolean isQueueResetting(int queue) {
        note(Kind.READ_RESETTING, queue, 0);
        return super.isQueueResetting(queue);
    }

    @Override
    public Kick kick(int queue) {
        Kick kick = super.kick(queue);
        return new Kick() {
            @Override
            public void send(int next) {
                note(Kind.KICK, queue, next);
                kick.send(next);
            }

            @Override
            public boolean carriesNext() {
                return kick.carriesNext();
            }
        };
    }

}
