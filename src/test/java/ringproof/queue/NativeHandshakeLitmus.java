package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lockstep;
import ringproof.machine.Machine;
import ringproof.machine.MachineView;
import ringproof.machine.NativeMachine;
import ringproof.machine.UnfencedMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The two handshakes of suppression, by the real queues on two real threads: as one side makes a buffer available or used, the other asks for
/// notifications and looks again. Either the first notifies, or the second finds the buffer.
final class NativeHandshakeLitmus {
    private static final int MEMORY_BYTES = 8192;
    private static final int SIZE = 8;
    private static final long DATA = 4096;
    private static final long SCRATCH = 6144;
    /// By how many loads one side begins later than the other, at most, so that in some rounds they meet.
    private static final int MAX_DELAY = 128;

    private enum Buffer implements Digestible {
        ONLY;

        @Override
        public void digest(Digest digest) {
            digest.add(ordinal());
        }
    }

    /// How often nobody noticed.
    private record Lost(int kicks, int callbacks) {
    }

    private static Lost run(boolean packed, boolean eventIdx, boolean fenced) {
        NativeMachine real = new NativeMachine(MEMORY_BYTES);
        Machine machine = fenced ? real : new MachineView(real, new UnfencedMemory(real.memory()));
        FeatureSet features = FeatureSet.of(Feature.VERSION_1);
        features = packed ? features.with(Feature.RING_PACKED) : features;
        features = eventIdx ? features.with(Feature.EVENT_IDX) : features;
        QueueLayout layout = Virtqueues.allocate(features, SIZE, new GuestAllocator(real.memory(), 0));
        DriverQueue<Buffer> driver = Virtqueues.newDriverQueue(machine, "q0", layout, features,
                DisableCallback.EVENT_ZERO, null);
        DeviceQueue device = Virtqueues.newDeviceQueue(machine, layout, features);
        boolean[] kicked = new boolean[1];
        boolean[] empty = new boolean[1];
        boolean[] notified = new boolean[1];
        boolean[] unused = new boolean[1];
        int[] lost = new int[2];
        device.disableNotification();
        driver.disableCallback();
        Lockstep.run(meet -> {
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                Chain chain = new Chain();
                chain.writable(DATA, 1);
                meet.run();
                DriverQueue.Added added = driver.add(chain, Buffer.ONLY);
                kicked[0] = driver.kickPrepare();
                assertThat(added).isEqualTo(DriverQueue.Added.YES);
                meet.run();
                lost[0] += !kicked[0] && empty[0] ? 1 : 0;
                meet.run();
                delay(machine.memory(), round);
                unused[0] = driver.enableCallback();
                meet.run();
                lost[1] += !notified[0] && unused[0] ? 1 : 0;
                assertThat(driver.takeUsed()).isEqualTo(Buffer.ONLY);
                driver.disableCallback();
                meet.run();
            }
        }, meet -> {
            Chain taken = new Chain();
            for (int round = 0; round < Lockstep.ROUNDS; round++) {
                meet.run();
                delay(machine.memory(), round);
                empty[0] = device.enableNotification();
                meet.run();
                assertThat(device.take(taken)).isEqualTo(DeviceQueue.Taken.BUFFER);
                device.disableNotification();
                meet.run();
                device.use(device.headId(), 0);
                notified[0] = device.needsNotification();
                meet.run();
                meet.run();
            }
        });
        return new Lost(lost[0], lost[1]);
    }

    private static void delay(GuestMemory memory, int round) {
        for (int i = round % MAX_DELAY; i > 0; i--) {
            memory.get16Opaque(SCRATCH);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void either_one_side_notifies_or_the_other_finds_the_buffer(boolean packed, boolean eventIdx) {
        assertThat(run(packed, eventIdx, true)).isEqualTo(new Lost(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void without_fences_notifications_are_lost(boolean packed, boolean eventIdx) {
        Lost lost = run(packed, eventIdx, false);
        Lockstep.assertSeen("kicks lost without fences", lost.kicks());
        Lockstep.assertSeen("callbacks lost without fences", lost.callbacks());
    }
}
