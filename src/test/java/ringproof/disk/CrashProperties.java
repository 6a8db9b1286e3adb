package ringproof.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.RequestExecutor;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// The power may fail before and after every access of the device to its disk, whatever requests are on their way: what was flushed is there.
/// At each such moment every state is looked at in which the disk could be found. See [CrashOracle].
final class CrashProperties {
    private static final int SECTORS = 24;
    private static final int QUEUES = 2;
    private static final int MEMORY_BYTES = 1 << 20;
    private static final DiskArbitraries REQUESTS = new DiskArbitraries(SECTORS);

    private static Set<CrashOracle.Reached> run(DiskRun.Setup setup, PowerLoss disk, UnaryOperator<Backend> seen,
            DiskRun.DeviceMaker maker, List<DiskStep> steps) {
        CrashOracle crashes = new CrashOracle(disk, SECTORS);
        Backend watched = new WatchedBackend(seen.apply(disk.backend()), crashes::stepDone);
        new DiskRun(new NativeMachine(MEMORY_BYTES), setup, watched, new DiskOracle(SECTORS, null), crashes, maker)
                .run(DiskArbitraries.within(setup, steps));
        return crashes.reached();
    }

    private static PowerLoss cached(int sectors) {
        return new CachedDisk(SECTORS, sectors);
    }

    @Provide
    Arbitrary<DiskRun.Setup> setups() {
        return DiskArbitraries.setups();
    }

    @Provide
    Arbitrary<List<DiskStep>> steps() {
        Arbitrary<DiskStep> others = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(false, true).map(DiskStep.Cache::new)),
                Tuple.of(2, Arbitraries.integers().between(1, 4).map(DiskStep.Nudge::new)));
        return DiskArbitraries.steps(REQUESTS.durable(), others, QUEUES);
    }

    @Property(seed = "20210603", tries = 300)
    void what_was_flushed_survives_in_memory_behind_a_cache(@ForAll("setups") DiskRun.Setup setup,
            @ForAll("steps") List<DiskStep> steps) {
        count(run(setup, cached(6), backend -> backend, SteppedDevice::new, steps), CrashOracle.Reached.values());
    }

    @Property(seed = "20210603", tries = 200)
    void what_was_flushed_survives_in_a_file(@ForAll("setups") DiskRun.Setup setup,
            @ForAll("steps") List<DiskStep> steps) throws IOException {
        Path path = Files.createTempFile("ringproof", ".img");
        try (JournalledFile file = new JournalledFile(path, SECTORS)) {
            count(run(setup, file, backend -> backend, SteppedDevice::new, steps), CrashOracle.Reached.values());
        } finally {
            Files.delete(path);
        }
    }

    private static void count(Set<CrashOracle.Reached> reached, CrashOracle.Reached... expected) {
        for (CrashOracle.Reached what : expected) {
            Statistics.label(what.name()).collect(reached.contains(what))
                    .coverage(cover -> cover.check(true).count(count -> count >= 6));
        }
    }

    private static final DiskRun.Setup SETUP = new DiskRun.Setup(Policy.TOGGLE, FeatureSet.NONE, 1);

    private static List<DiskStep> oneAfterTheOther(BlkRequestType... types) {
        List<DiskStep> steps = new ArrayList<>();
        for (BlkRequestType type : types) {
            steps.add(new DiskStep.Submit(0, false, DiskRequest.of(type, 0, type == BlkRequestType.OUT ? 1 : 0)));
            steps.add(new DiskStep.Serve(0));
            steps.add(new DiskStep.Complete(0));
        }
        return steps;
    }

    @Test
    void a_device_that_answers_a_flush_too_early_is_found_out() {
        DiskRun.DeviceMaker hasty = (machine, backend, options, table, witness) -> new SteppedDevice(machine, backend,
                options, table, witness) {
            @Override
            protected BlkStatus answerFlush(Supplier<BlkStatus> honestly) {
                return BlkStatus.OK;
            }
        };
        List<DiskStep> steps = oneAfterTheOther(BlkRequestType.OUT, BlkRequestType.FLUSH);
        assertThat(run(SETUP, cached(6), backend -> backend, SteppedDevice::new, steps))
                .contains(CrashOracle.Reached.FLUSH_COVERS);
        assertThatThrownBy(() -> run(SETUP, cached(6), backend -> backend, hasty, steps))
                .isInstanceOf(AssertionError.class).hasMessageContaining("what sector 0 may hold after a crash");
    }

    @Test
    void a_device_that_keeps_a_cache_which_was_switched_off_is_found_out() {
        DiskRun.DeviceMaker stubborn = (machine, backend, options, table, witness) -> new SteppedDevice(machine,
                backend, options, table, witness) {
            @Override
            protected RequestExecutor newExecutor(GuestMemory memory, FeatureSet accepted,
                    BooleanSupplier writeThrough) {
                return super.newExecutor(memory, accepted, () -> false);
            }
        };
        List<DiskStep> steps = new ArrayList<>(List.of(new DiskStep.Cache(false)));
        steps.addAll(oneAfterTheOther(BlkRequestType.OUT));
        assertThat(run(SETUP, cached(6), backend -> backend, SteppedDevice::new, steps))
                .contains(CrashOracle.Reached.WRITE_THROUGH);
        assertThatThrownBy(() -> run(SETUP, cached(6), backend -> backend, stubborn, steps))
                .isInstanceOf(AssertionError.class).hasMessageContaining("what sector 0 may hold after a crash");
    }

    /// Leaves it to the page cache.
    private static final class LazyBackend extends BackendWrapper {
        LazyBackend(Backend inner) {
            super(inner);
        }

        @Override
        public boolean flush() {
            return true;
        }
    }

    @Test
    void a_file_that_is_never_forced_is_found_out(@TempDir Path directory) throws IOException {
        List<DiskStep> steps = oneAfterTheOther(BlkRequestType.OUT, BlkRequestType.FLUSH);
        try (JournalledFile file = new JournalledFile(directory.resolve("disk.img"), SECTORS)) {
            assertThatThrownBy(() -> run(SETUP, file, LazyBackend::new, SteppedDevice::new, steps))
                    .isInstanceOf(AssertionError.class).hasMessageContaining("what sector 0 may hold after a crash");
        }
    }
}
