package ringproof.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A driver's queue that starts over gives back what was in flight, once each, and is as good as a fresh one. Spec 2.6.1, 3.4.
final class ReinitProperties {
    private static final int SIZE = 8;

    record Token(int number) implements Digestible {
        @Override
        public void digest(Digest digest) {
            digest.add(number);
        }
    }

    /// Adds so many pieces; or the device takes and uses one; or the driver takes one; or the device lies.
    enum Step {
        ADD_ONE, ADD_THREE, USE, TAKE_USED, DISABLE, ENABLE, LIE
    }

    @Provide
    Arbitrary<FeatureSet> formats() {
        return Combinators.combine(Arbitraries.of(false, true), Arbitraries.of(false, true),
                Arbitraries.of(false, true)).as((packed, eventIdx, inOrder) -> {
                    FeatureSet features = FeatureSet.of(Feature.VERSION_1);
                    features = packed ? features.with(Feature.RING_PACKED) : features;
                    features = eventIdx ? features.with(Feature.EVENT_IDX) : features;
                    return inOrder ? features.with(Feature.IN_ORDER) : features;
                });
    }

    @Property(tries = 1000)
    void a_queue_starts_over(@ForAll("formats") FeatureSet features, @ForAll List<Step> steps) {
        Machine machine = new NativeMachine(0x1000);
        QueueLayout layout = Virtqueues.allocate(features, SIZE, new GuestAllocator(machine.memory(), 0));
        DriverQueue<Token> driver = Virtqueues.newDriverQueue(machine, "q", layout, features,
                DisableCallback.EVENT_ZERO, null);
        long fresh = new Digest().add(driver).value();
        List<Token> inFlight = new ArrayList<>();
        run(machine, layout, features, driver, steps, inFlight);
        Statistics.label("broken").collect(driver.breakage() != null)
                .coverage(cover -> cover.check(true).count(count -> count >= 20));
        Statistics.label("in flight").collect(!inFlight.isEmpty())
                .coverage(cover -> cover.check(true).count(count -> count >= 100));

        List<Token> returned = new ArrayList<>();
        driver.reinit(returned::add);

        assertThat(returned).containsExactlyInAnyOrderElementsOf(inFlight);
        assertThat(new Digest().add(driver).value()).isEqualTo(fresh);
        assertThat(driver.moreUsed()).isFalse();
        // More than two laps, as if nothing had been.
        DeviceQueue device = Virtqueues.newDeviceQueue(machine, layout, features);
        for (int i = 0; i < 3 * SIZE; i++) {
            Token token = new Token(1000 + i);
            assertThat(driver.add(chain(3), token)).isEqualTo(DriverQueue.Added.YES);
            assertThat(driver.kickPrepare()).isTrue();
            assertThat(device.take(new Chain())).isEqualTo(DeviceQueue.Taken.BUFFER);
            device.use(device.headId(), 64);
            assertThat(device.needsNotification()).isTrue();
            assertThat(device.enableNotification()).isTrue();
            assertThat(driver.takeUsed()).isSameAs(token);
            assertThat(driver.takeUsed()).isNull();
            assertThat(driver.breakage()).isNull();
        }
    }

    private static void run(Machine machine, QueueLayout layout, FeatureSet features, DriverQueue<Token> driver,
            List<Step> steps, List<Token> inFlight) {
        DeviceQueue device = Virtqueues.newDeviceQueue(machine, layout, features);
        int number = 0;
        for (Step step : steps) {
            switch (step) {
                case ADD_ONE, ADD_THREE -> {
                    Token token = new Token(number++);
                    if (driver.add(chain(step == Step.ADD_ONE ? 1 : 3), token) == DriverQueue.Added.YES) {
                        inFlight.add(token);
                    }
                }
                case USE -> {
                    if (device.take(new Chain()) == DeviceQueue.Taken.BUFFER) {
                        device.use(device.headId(), 0);
                    }
                }
                case TAKE_USED -> {
                    Token token = driver.takeUsed();
                    if (token != null) {
                        inFlight.remove(token);
                    }
                }
                case DISABLE -> driver.disableCallback();
                case ENABLE -> driver.enableCallback();
                case LIE -> lie(machine, layout, features);
            }
        }
    }

    /// Writes garbage where the device says what it has used.
    private static void lie(Machine machine, QueueLayout layout, FeatureSet features) {
        if (features.has(Feature.RING_PACKED)) {
            for (int slot = 0; slot < SIZE; slot++) {
                machine.memory().set16(layout.descriptorArea() + 16L * slot + 12, 0xFFFF);
                machine.memory().set16(layout.descriptorArea() + 16L * slot + 14, 0x8080);
            }
        } else {
            machine.memory().set16(layout.deviceArea() + 2, 0x7777);
        }
    }

    private static Chain chain(int pieces) {
        Chain chain = new Chain();
        for (int i = 0; i < pieces; i++) {
            chain.writable(0x800 + 64L * i, 64);
        }
        return chain;
    }
}
