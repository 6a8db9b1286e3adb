package ringproof.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import ringproof.check.MemoryModel;
import ringproof.tool.Tool;
import ringproof.tool.ToolException;

/// Measures every checker on the benchmark program, one after the other, with nothing beside it.
public final class EngineBench {
    /// Load average of a machine that does something beside the bench.
    private static final double BUSY = 1.5;

    private final RingSize size = RingSize.STANDARD;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Canary> canaries = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Profile.Share> profile = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Consumer<String> progress;

    /// `progress` hears of every part that begins.
    private EngineBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /// Measures all; Lincheck is stopped after `lincheckSeconds`.
    public static BenchReport run(int lincheckSeconds, Consumer<String> progress) {
        EngineBench bench = new EngineBench(progress);
        bench.explain();
        bench.engine();
        bench.profile();
        bench.tlc();
        bench.spin();
        bench.lincheck(lincheckSeconds);
        return new BenchReport(bench.size, bench.measurements, bench.canaries, bench.profile, bench.remarks,
                bench.problems);
    }

    private void explain() {
        remarks.add(size.producers() + " producers, each with a ring of " + size.slots() + " slots and "
                + size.items() + " items, one consumer; notifications suppressed in both directions.");
        remarks.add("The other checkers know sequential consistency only, so SC is what is compared.");
        remarks.add("Ringproof counts only states in which there is something to choose, TLC and Spin count all:"
                + " where it takes every step it has slightly fewer states than they have of the same space.");
        remarks.add(
                "Median, best and spread are those of the last runs, when the JIT was done; the first row's first run"
                        + " is that of a cold JVM, as TLC's always is. The start of a JVM is not counted.");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > BUSY) {
            remarks.add(String.format(Locale.ROOT,
                    "The machine was busy with something else: its load average was %.1f at the start.", load));
        }
    }

    /// SC first, because its first run is the one of a JVM that is cold.
    private void engine() {
        for (int workers : EngineChecker.WORKERS) {
            for (MemoryModel model : List.of(MemoryModel.SC, MemoryModel.TSO)) {
                String what = EngineChecker.NAME + ", " + model + ", workers: " + workers;
                measure(what, () -> EngineChecker.measure(size, model, workers));
            }
        }
        measure(EngineChecker.NAME + ", SC, every step",
                () -> EngineChecker.measureUnreduced(size, MemoryModel.SC));
        canary(EngineChecker.NAME + ", SC", () -> EngineChecker.withoutRecheck(size));
        canary(EngineChecker.NAME + ", TSO", () -> EngineChecker.withoutFence(size));
    }

    /// After the measurements, which it would slow down.
    private void profile() {
        progress.accept(EngineChecker.NAME + ", where the time goes");
        try {
            profile.addAll(EngineChecker.profile(size));
        } catch (ToolException failed) {
            problems.add("where the time goes: " + failed.getMessage());
        }
    }

    private void tlc() {
        for (int workers = 1; workers <= 2; workers++) {
            int number = workers;
            measure(TlcChecker.NAME + ", workers: " + workers, () -> TlcChecker.measure(size, number));
        }
        canary(TlcChecker.NAME, () -> TlcChecker.canary(size));
    }

    private void spin() {
        for (String program : SpinChecker.NEEDS) {
            if (!Tool.isOnPath(program)) {
                remarks.add("Spin is not measured: there is no `" + program + "` on the PATH.");
                return;
            }
        }
        measure(SpinChecker.NAME, () -> SpinChecker.measure(size));
        canary(SpinChecker.NAME, () -> SpinChecker.canary(size));
    }

    private void lincheck(int seconds) {
        measure(LincheckChecker.NAME + ", at most " + seconds + " s", () -> {
            Measurement measurement = LincheckChecker.measure(seconds);
            remarks.add(String.format(Locale.ROOT, "Lincheck on the same classes: %s after %.0f s, %,d interleavings.",
                    measurement.ending() == Ending.PROVED ? "exhausted" : measurement.ending(),
                    measurement.time().median(), measurement.interleavings().orElseThrow()));
            return measurement;
        });
        canary(LincheckChecker.NAME, () -> LincheckChecker.canary(seconds));
    }

    /// A part of the bench; another goes on when it fails.
    private interface Part<T> {
        T run() throws ToolException;
    }

    private void measure(String what, Part<Measurement> part) {
        run(what, measurements, part);
    }

    private void canary(String checker, Part<Canary> part) {
        run(checker + ", seeded bug", canaries, part);
    }

    private <T> void run(String what, List<T> results, Part<T> part) {
        progress.accept(what);
        try {
            results.add(part.run());
        } catch (ToolException failed) {
            problems.add(what + ": " + failed.getMessage());
        }
    }
}
