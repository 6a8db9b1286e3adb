package ringproof.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import ringproof.device.Backend;
import ringproof.device.FaultPlan;
import ringproof.device.FaultyBackend;
import ringproof.device.MemoryBackend;
import ringproof.driver.Outcome;
import ringproof.driver.policy.Policy;
import ringproof.machine.NativeMachine;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// A disk may fail at any access: exactly the request at hand ends with IOERR, and everything else is as if nothing had happened.
final class FaultProperties {
    private static final int SECTORS = 32;
    private static final int QUEUES = 3;
    private static final int MEMORY_BYTES = 1 << 20;
    private static final DiskArbitraries REQUESTS = new DiskArbitraries(SECTORS);

    /// Hears of the backend's failures.
    private static final class Hearing implements DiskRun.Listener {
        private final MemoryBackend disk = new MemoryBackend(SECTORS);
        private final FaultyBackend faulty;
        private long heard;

        Hearing(FaultPlan plan) {
            this.faulty = new FaultyBackend(disk, plan);
        }

        @Override
        public boolean hasFailed() {
            boolean failed = faulty.failures() > heard;
            heard = faulty.failures();
            return failed;
        }

        @Override
        public Backend content(Backend backend) {
            return disk;
        }
    }

    private static Set<Outcome> run(DiskRun.Setup setup, FaultPlan plan, DiskRun.DeviceMaker maker,
            List<DiskStep> steps) {
        Hearing hearing = new Hearing(plan);
        return new DiskRun(new NativeMachine(MEMORY_BYTES), setup, hearing.faulty, new DiskOracle(SECTORS, null),
                hearing, maker).run(DiskArbitraries.within(setup, steps));
    }

    @Provide
    Arbitrary<DiskRun.Setup> setups() {
        return DiskArbitraries.setups();
    }

    @Provide
    Arbitrary<List<DiskStep>> steps() {
        return DiskArbitraries.steps(REQUESTS.plain(), Arbitraries.just(new DiskStep.Serve(0)), QUEUES);
    }

    @Provide
    Arbitrary<FaultPlan> plans() {
        Arbitrary<FaultPlan.Fault> fault = Combinators.combine(Arbitraries.of(FaultPlan.Access.values()),
                Arbitraries.integers().between(1, 12), Arbitraries.of(0, 1, 2, 5),
                Arbitraries.of(FaultPlan.Effect.ERROR, FaultPlan.Effect.TORN), Arbitraries.of(4, 512, 700))
                .as((access, first, step, effect, amount) -> new FaultPlan.Fault(access, first, step, effect,
                        effect == FaultPlan.Effect.TORN ? amount : 0));
        return fault.list().ofMaxSize(3).map(FaultPlan::new);
    }

    @Property(seed = "20210603", tries = 400)
    void a_failing_disk_fails_the_request_at_hand_and_no_other(@ForAll("setups") DiskRun.Setup setup,
            @ForAll("plans") FaultPlan plan, @ForAll("steps") List<DiskStep> steps) {
        Set<Outcome> reached = run(setup, plan, SteppedDevice::new, steps);
        Statistics.label("IOERR").collect(reached.contains(Outcome.IOERR))
                .coverage(cover -> cover.check(true).count(count -> count >= 50));
    }

    @Property(seed = "20210603", tries = 300)
    void a_plan_is_its_text(@ForAll("plans") FaultPlan plan) {
        if (!plan.faults().isEmpty()) {
            assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
        }
    }

    @Test
    void a_device_that_hides_a_failed_flush_is_found_out() {
        DiskRun.DeviceMaker hiding = (machine, backend, options, table, witness) -> new SteppedDevice(machine, backend,
                options, table, witness) {
            @Override
            protected BlkStatus answerFlush(Supplier<BlkStatus> honestly) {
                BlkStatus hidden = honestly.get();
                assertThat(hidden).isEqualTo(BlkStatus.IOERR);
                return BlkStatus.OK;
            }
        };
        DiskRun.Setup setup = new DiskRun.Setup(Policy.TOGGLE, FeatureSet.NONE, 1);
        List<DiskStep> steps = List
                .of(new DiskStep.Submit(0, false, DiskRequest.of(BlkRequestType.FLUSH, 0, 0)));
        FaultPlan plan = FaultPlan.parse("flush@1:error");
        assertThat(run(setup, plan, SteppedDevice::new, steps)).containsExactly(Outcome.IOERR);
        assertThatThrownBy(() -> run(setup, plan, hiding, steps)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("whose disk has failed");
    }

    @Test
    void what_is_no_plan_is_refused_with_a_sentence() {
        assertThat(List.of("write@3", "write@0:error", "write@1/0:error", "spit@1:error", "write@1:fire",
                "write@1:torn", "write@1:error=5", "")).allSatisfy(
                        text -> assertThatThrownBy(() -> FaultPlan.parse(text))
                                .isInstanceOf(IllegalArgumentException.class).hasMessageMatching("\".*\".*"));
    }

    @Test
    void a_delay_fails_nothing() {
        FaultyBackend slow = new FaultyBackend(new MemoryBackend(1), FaultPlan.parse("any@1+:delay=1"));
        assertThat(slow.write(0, new byte[512], 0, 512)).isTrue();
        assertThat(slow.flush()).isTrue();
        assertThat(slow.failures()).isZero();
    }
}
