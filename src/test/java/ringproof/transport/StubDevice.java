package ringproof.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.machine.Machine;
import ringproof.wire.FeatureSet;

/// A device without a body: remembers what its transport told it.
final class StubDevice implements DeviceModel {
    static final int QUEUES = 2;
    static final int QUEUE_MAX_SIZE = 16;
    private static final int[] NOTIFICATION_IDS = {0x1234, 0xFFFF};

    FeatureSet offered;
    FeatureSet accepts = new FeatureSet(-1);
    /// Generations that reads will see, the last one for ever.
    int[] generations = {0};
    private int generationReads;
    final List<String> calls = new ArrayList<>();
    /// What else happens while a queue is being reset.
    Runnable duringQueueReset = () -> {
    };
    /// The queues that went live with the device.
    List<QueuePort> ports = List.of();
    private @Nullable DeviceHost host;
    private final Machine machine;

    StubDevice(Machine machine, FeatureSet offered) {
        this.offered = offered;
        this.machine = machine;
    }

    @Override
    public FeatureSet offeredFeatures() {
        return offered;
    }

    @Override
    public boolean acceptsFeatures(FeatureSet accepted) {
        return accepted.isSubsetOf(accepts);
    }

    @Override
    public int queueCount() {
        return QUEUES;
    }

    @Override
    public int queueMaxSize() {
        return QUEUE_MAX_SIZE;
    }

    /// Each byte is its own offset.
    @Override
    public void readConfig(int offset, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (byte) (offset + i);
        }
        calls.add("config");
    }

    @Override
    public void writeConfig(FeatureSet acceptedByDriver, int offset, byte[] from) {
        calls.add("writeConfig " + acceptedByDriver + " at " + offset + " " + Arrays.toString(from));
    }

    @Override
    public int configGeneration() {
        return generations[Math.min(generationReads++, generations.length - 1)];
    }

    @Override
    public GuestMemory memory(FeatureSet acceptedByDriver) {
        return machine.memory();
    }

    @Override
    public int notificationConfigData(int queue) {
        return NOTIFICATION_IDS[queue];
    }

    @Override
    public void notified(int queue, int next) {
        calls.add("notified " + queue + " " + next);
    }

    @Override
    public void resetQueue(int queue) {
        calls.add("resetQueue " + queue);
        duringQueueReset.run();
    }

    @Override
    public void enableQueue(FeatureSet acceptedByDriver, QueuePort port, DeviceHost hostOfTransport) {
        calls.add("enableQueue " + port.queue() + " of " + port.layout().size());
    }

    @Override
    public void suspend() {
        calls.add("suspend");
    }

    @Override
    public void resume() {
        calls.add("resume");
    }

    @Override
    public void activate(FeatureSet accepted, List<QueuePort> portsOfTransport, DeviceHost hostOfTransport) {
        List<Integer> queues = new ArrayList<>();
        ports = List.copyOf(portsOfTransport);
        for (QueuePort port : ports) {
            queues.add(port.queue());
        }
        calls.add("activate " + accepted + " " + queues);
        host = hostOfTransport;
    }

    /// The transport, once live.
    DeviceHost host() {
        return Objects.requireNonNull(host);
    }

    @Override
    public void reset() {
        calls.add("reset");
    }
}
