package ringproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ringproof.tool.Tool;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;
import ringproof.tool.Workspace;

/// Spin on the Promela model: the verifier that it writes, in C, compiled here.
final class SpinChecker {
    static final String NAME = "Spin";
    /// What must be on the path.
    static final List<String> NEEDS = List.of("spin", "cc");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String VERIFIER = "pan";
    private static final int RUNS = 3;
    /// Of its clock, which ticks every hundredth: shorter is no measurement.
    private static final double SHORTEST_SECONDS = 0.05;

    private SpinChecker() {
    }

    /// Every state: without its own partial-order reduction.
    static Measurement measure(RingSize size) throws ToolException {
        List<SpinOutput> outputs = run(size, true, RUNS);
        double[] seconds = new double[outputs.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = outputs.get(i).seconds();
            if (seconds[i] < SHORTEST_SECONDS) {
                throw new ToolException("Spin was done in " + seconds[i] + " s, too short to measure with its clock");
            }
        }
        SpinOutput output = outputs.getFirst();
        return new Measurement(NAME, "SC, every step", 1, output.ending(), OptionalLong.of(output.states()),
                OptionalLong.empty(), OptionalLong.empty(), Timing.of(seconds, RUNS), OptionalDouble.empty());
    }

    static Canary canary(RingSize size) throws ToolException {
        SpinOutput output = run(size, false, 1).getFirst();
        return new Canary(NAME, EngineChecker.NO_RECHECK, output.ending(), SpinOutput.STUCK, output.seconds());
    }

    private static List<SpinOutput> run(RingSize size, boolean recheck, int runs) throws ToolException {
        try (Workspace workspace = Workspace.create()) {
            Path directory = workspace.directory();
            workspace.write("ring.pml", BenchModels.text("ring.pml"));
            build("spin", List.of("spin", "-a", "-DPRODUCERS=" + size.producers(), "-DITEMS=" + size.items(),
                    "-DSLOTS=" + size.slots(), "-DRECHECK=" + (recheck ? 1 : 0), "ring.pml"), directory, "pan.c");
            build("cc", List.of("cc", "-O2", "-DSAFETY", "-DNOREDUCE", "-w", "-o", VERIFIER, "pan.c"), directory,
                    VERIFIER);
            List<SpinOutput> outputs = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                outputs.add(SpinOutput.parse(Tool.run(NAME,
                        List.of(directory.resolve(VERIFIER).toString(), "-m100000"), directory, LIMIT)));
            }
            return outputs;
        } catch (IOException failed) {
            throw new ToolException("Spin's files could not be written: " + failed.getMessage(), failed);
        }
    }

    private static void build(String tool, List<String> command, Path directory, String makes) throws ToolException {
        Transcript transcript = Tool.run(tool, command, directory, LIMIT);
        if (!Files.exists(directory.resolve(makes))) {
            throw new ToolException(tool + " made no " + makes
                    + (transcript.lines().isEmpty() ? "" : ": " + transcript.lines().getFirst().text()));
        }
    }
}
