package ringproof.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.MemoryBackend;
import ringproof.device.ZoneGeometry;
import ringproof.device.ZonedBackend;
import ringproof.driver.Outcome;
import ringproof.driver.policy.Policy;
import ringproof.machine.Machine;
import ringproof.machine.NativeMachine;
import ringproof.wire.BlkRequestType;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.ZoneState;

/// Any requests through any queues, plain and zoned, end as the specification says and leave the disk as it says. See [DiskOracle].
final class DiskModelProperties {
    private static final int MEMORY_BYTES = 1 << 20;
    private static final int QUEUES = 3;
    private static final int SECTORS = 128;
    private static final DiskArbitraries REQUESTS = new DiskArbitraries(SECTORS);

    private static Set<Outcome> run(DiskRun.Setup setup, @Nullable ZoneGeometry zones, List<DiskStep> steps) {
        Machine machine = new NativeMachine(MEMORY_BYTES);
        Backend memory = new MemoryBackend(SECTORS);
        Backend backend = zones == null ? memory : new ZonedBackend(machine, memory, zones);
        return run(machine, setup, backend, zones, steps);
    }

    private static Set<Outcome> run(Machine machine, DiskRun.Setup setup, Backend backend,
            @Nullable ZoneGeometry zones, List<DiskStep> steps) {
        return new DiskRun(machine, setup, backend, new DiskOracle(SECTORS, zones),
                new DiskRun.Listener() {
                }).run(steps);
    }

    @Provide
    Arbitrary<DiskRun.Setup> setups() {
        return DiskArbitraries.setups();
    }

    @Provide
    Arbitrary<List<DiskStep>> plainSteps() {
        return DiskArbitraries.steps(REQUESTS.plain(), Arbitraries.just(new DiskStep.Serve(0)), QUEUES);
    }

    @Provide
    Arbitrary<List<DiskStep>> zonedSteps() {
        Arbitrary<DiskStep> failure = Combinators.combine(
                Arbitraries.integers().between(0, SECTORS / DiskArbitraries.ZONE_SECTORS - 1),
                Arbitraries.of(ZoneState.READ_ONLY, ZoneState.OFFLINE)).as(DiskStep.Fail::new);
        return DiskArbitraries.steps(REQUESTS.zoned(), failure, QUEUES);
    }

    @Provide
    Arbitrary<ZoneGeometry> geometries() {
        return Combinators.combine(Arbitraries.of(false, true), Arbitraries.of(0, 2), Arbitraries.of(0, 1, 2, 3),
                Arbitraries.of(0, 3, 4), Arbitraries.of(0, 4, 4, 4), Arbitraries.of(16, 16, 12),
                Arbitraries.of(512, 1024))
                .as((aware, conventional, open, active, append, capacity, granularity) -> {
                    ZoneGeometry managed = ZoneGeometry.hostManaged(DiskArbitraries.ZONE_SECTORS)
                            .withConventional(conventional).withLimits(open, active, append)
                            .withCapacity(capacity, granularity);
                    return aware ? managed.hostAware() : managed;
                });
    }

    @Property(seed = "20210603", tries = 700)
    void a_plain_disk_does_what_the_specification_says(@ForAll("setups") DiskRun.Setup setup,
            @ForAll("plainSteps") List<DiskStep> steps) {
        count(run(setup, null, DiskArbitraries.within(setup, steps)), Outcome.OK, Outcome.INVALID);
    }

    @Property(seed = "20210603", tries = 1_500)
    void a_zoned_disk_does_what_the_specification_says(@ForAll("setups") DiskRun.Setup setup,
            @ForAll("geometries") ZoneGeometry zones, @ForAll("zonedSteps") List<DiskStep> steps) {
        count(run(setup, zones, DiskArbitraries.within(setup, steps)), Outcome.OK, Outcome.INVALID,
                Outcome.ZONE_INVALID_CMD,
                Outcome.ZONE_UNALIGNED_WP, Outcome.ZONE_OPEN_RESOURCE, Outcome.ZONE_ACTIVE_RESOURCE);
    }

    private static void count(Set<Outcome> reached, Outcome... expected) {
        for (Outcome outcome : expected) {
            Statistics.label(outcome.name()).collect(reached.contains(outcome))
                    .coverage(cover -> cover.check(true).count(count -> count >= 20));
        }
    }

    private static final DiskRun.Setup SETUP = new DiskRun.Setup(Policy.TOGGLE, FeatureSet.NONE, 2);

    /// Clears one sector too few.
    private static final class StingyBackend extends BackendWrapper {
        StingyBackend() {
            super(new MemoryBackend(SECTORS));
        }

        @Override
        public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
            return super.writeZeroes(offsetBytes, lengthBytes - Limits.SECTOR_BYTES, mayUnmap);
        }
    }

    /// Found by the property above.
    @Test
    void a_reset_of_all_zones_leaves_the_data_of_one_that_can_only_be_read() {
        ZoneGeometry aware = ZoneGeometry.hostManaged(DiskArbitraries.ZONE_SECTORS).hostAware();
        run(SETUP, aware, List.of(
                new DiskStep.Submit(0, false, DiskRequest.of(BlkRequestType.OUT, 0, 1)), new DiskStep.Serve(0),
                new DiskStep.Fail(0, ZoneState.READ_ONLY),
                new DiskStep.Submit(0, false, DiskRequest.of(BlkRequestType.ZONE_RESET_ALL, 0, 0))));
    }

    @Test
    void a_disk_that_clears_too_little_is_found_out() {
        List<DiskStep> steps = List.of(
                new DiskStep.Submit(0, false, DiskRequest.of(BlkRequestType.OUT, 4, 4)), new DiskStep.Serve(0),
                new DiskStep.Submit(1, false, new DiskRequest(BlkRequestType.WRITE_ZEROES, 0, 0,
                        List.of(new DiskRequest.Range(5, 2)), false, 1)));
        assertThat(run(SETUP, null, steps)).containsExactly(Outcome.OK);
        Machine machine = new NativeMachine(MEMORY_BYTES);
        assertThatThrownBy(() -> run(machine, SETUP, new StingyBackend(), null, steps))
                .isInstanceOf(AssertionError.class).hasMessageContaining("sector 6");
    }

    @Test
    void a_disk_that_opens_too_many_zones_is_found_out() {
        ZoneGeometry zones = ZoneGeometry.hostManaged(DiskArbitraries.ZONE_SECTORS).withLimits(1, 0, 4);
        List<DiskStep> steps = List.of(
                new DiskStep.Submit(0, false, DiskRequest.of(BlkRequestType.ZONE_OPEN, 0, 0)),
                new DiskStep.Submit(0, false,
                        DiskRequest.of(BlkRequestType.ZONE_OPEN, DiskArbitraries.ZONE_SECTORS, 0)));
        assertThat(run(SETUP, zones, steps)).contains(Outcome.ZONE_OPEN_RESOURCE);
        Machine machine = new NativeMachine(MEMORY_BYTES);
        Backend lavish = new ZonedBackend(machine, new MemoryBackend(SECTORS), zones.withLimits(2, 0, 4));
        assertThatThrownBy(() -> run(machine, SETUP, lavish, zones, steps)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("ZONE_OPEN");
    }
}
