package ringproof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.MemoryBackend;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.MachineView;
import ringproof.machine.WatchedMemory;
import ringproof.queue.DisableCallback;
import ringproof.queue.QueueLayout;
import ringproof.transport.InProcessTransport;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The real driver with two queues, in a [SteppedMachine], its every access watched: one queue is served by a hostile device, the other by the
/// real one.
///
/// ```text
/// 0x01000  the driver's: rings, headers, tables, of the hostile queue first
/// 0x20000  buffers of requests to the hostile queue, then those of the other
/// ```
final class Ambush {
    static final long BUFFERS = 0x20000;
    static final long HONEST_BUFFERS = 0x22000;
    static final int SECTORS = 64;
    private static final long DRIVER = 0x1000;
    private static final int REAL_BYTES = 0x24000;
    private static final FeatureSet RING = FeatureSet.of(Feature.EVENT_IDX, Feature.INDIRECT_DESC, Feature.IN_ORDER,
            Feature.RING_PACKED);

    /// What the device offers, and how the driver completes.
    record Setup(FeatureSet ring, int queueSize, Policy policy, DisableCallback style, long seed) {
        boolean isPacked() {
            return ring.has(Feature.RING_PACKED);
        }
    }

    final Setup setup;
    final SteppedMachine machine;
    final HostedTransport transport;
    final BlkDriver driver;
    private final BlkDevice device;
    /// Sent, and not ended.
    private final Set<Request> pending = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    private boolean stopped;

    Ambush(Setup setup) {
        this.setup = setup;
        this.machine = new SteppedMachine(REAL_BYTES, REAL_BYTES, setup.seed());
        this.device = new BlkDevice(machine, new MemoryBackend(SECTORS), BlkDeviceOptions.DEFAULT
                .withGenericFeatures(setup.ring()).withQueues(2, setup.queueSize()));
        this.transport = new HostedTransport(new InProcessTransport(machine, device), machine.newEvent("kicked"));
        this.driver = BlkDriver.start(new MachineView(machine, new OwnMemory(machine.memory())), transport,
                new GuestAllocator(machine.memory(), DRIVER),
                new BlkDriverOptions(setup.policy(), 2, setup.queueSize(), setup.ring().has(Feature.EVENT_IDX),
                        setup.style()).without(new FeatureSet(RING.bits() & ~setup.ring().bits())),
                this::ended);
        for (int i = 0; i < device.agentCount(); i++) {
            machine.agent("device" + i, device.agent(i));
        }
        for (int i = 0; i < 2; i++) {
            int queue = i;
            machine.agent("interrupt" + i, () -> {
                while (!stopped) {
                    transport.callback(queue).await();
                    driver.queues().get(queue).interrupt();
                }
            });
        }
    }

    /// The driver reads and writes what it has allocated, and nothing else.
    private static final class OwnMemory extends WatchedMemory {
        OwnMemory(GuestMemory memory) {
            super(memory);
        }

        @Override
        protected void touched(long addr, long lengthBytes, boolean writes) {
            if (addr < DRIVER || addr + lengthBytes > BUFFERS) {
                throw new AssertionError(
                        "the driver accesses " + lengthBytes + " bytes at 0x" + Long.toHexString(addr));
            }
        }

        @Override
        protected void loaded(long addr, int bytes, long value) {
            // What the device makes of it is its own affair.
        }

        @Override
        protected void copied(long addr, byte[] to, int offset, int lengthBytes) {
            // Likewise.
        }
    }

    /// The driver's memory for the hostile queue: it was allocated first.
    long hostileFrom() {
        return DRIVER;
    }

    long hostileTo() {
        QueueLayout honest = Objects.requireNonNull(transport.honestLayout());
        return Math.min(honest.descriptorArea(), Math.min(honest.driverArea(), honest.deviceArea()));
    }

    HostileHost hostileHost(List<Act<HostAct>> acts) {
        return new HostileHost(this, Objects.requireNonNull(transport.hostileLayout()), acts);
    }

    HardwareQueue queue(int index) {
        return driver.queues().get(index);
    }

    /// Sends a request that has been prepared; it must end exactly once.
    HardwareQueue.Queued send(HardwareQueue queue, Request request, boolean last) {
        assertThat(pending.add(request)).as("%s is in flight already", request).isTrue();
        return queue.queueRq(request, last);
    }

    private void ended(Request request, Outcome outcome) {
        if (!pending.remove(request)) {
            throw new AssertionError(request + " ended twice, with " + outcome);
        }
        outcomes.add(outcome);
    }

    /// Requests that have been sent and have not ended.
    int pendingCount() {
        return pending.size();
    }

    /// How requests have ended.
    Set<Outcome> outcomes() {
        return outcomes;
    }

    /// Nothing goes on any more: ends the interrupt handlers and the device.
    void stop() {
        stopped = true;
        transport.callback(0).signal();
        transport.callback(1).signal();
        device.end();
    }
}
