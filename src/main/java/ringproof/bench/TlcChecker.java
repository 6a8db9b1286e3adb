package ringproof.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringproof.tool.Tlc;
import ringproof.tool.TlcOutput;
import ringproof.tool.ToolException;
import ringproof.tool.Workspace;

/// TLC on the TLA+ model, in a JVM of its own.
final class TlcChecker {
    static final String NAME = Tlc.NAME;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private TlcChecker() {
    }

    static Measurement measure(RingSize size, int workers) throws ToolException {
        TlcOutput output = run(size, workers, true);
        return new Measurement(NAME, "SC, every step", workers, ending(output), OptionalLong.of(output.states()),
                OptionalLong.empty(), OptionalLong.empty(), Timing.once(output.seconds()), OptionalDouble.empty());
    }

    static Canary canary(RingSize size) throws ToolException {
        TlcOutput output = run(size, 1, false);
        return new Canary(NAME, EngineChecker.NO_RECHECK, ending(output), TlcOutput.DEADLOCK, output.seconds());
    }

    static Ending ending(TlcOutput output) throws ToolException {
        if (output.error() == null) {
            return Ending.PROVED;
        }
        if (output.error().equals(TlcOutput.DEADLOCK)) {
            return Ending.REFUTED;
        }
        throw new ToolException("TLC reports an error that is no deadlock: " + output.error());
    }

    private static TlcOutput run(RingSize size, int workers, boolean recheck) throws ToolException {
        try (Workspace workspace = Workspace.create()) {
            workspace.write("Ring.tla", BenchModels.text("Ring.tla"));
            workspace.write("Ring.cfg", configuration(size, recheck));
            return TlcOutput.parse(Tlc.run(workspace, List.of("-XX:+UseParallelGC", "-Xmx2g"),
                    List.of("-workers", Integer.toString(workers), "Ring"), LIMIT));
        } catch (IOException failed) {
            throw new ToolException("TLC's files could not be written: " + failed.getMessage(), failed);
        }
    }

    private static String configuration(RingSize size, boolean recheck) throws IOException {
        String text = BenchModels.text("Ring.cfg");
        text = constant(text, "Producers", Integer.toString(size.producers()));
        text = constant(text, "Items", Integer.toString(size.items()));
        text = constant(text, "Slots", Integer.toString(size.slots()));
        return constant(text, "Recheck", recheck ? "TRUE" : "FALSE");
    }

    private static String constant(String text, String name, String value) throws IOException {
        Matcher line = Pattern.compile("(?m)^ *" + name + " = .*$").matcher(text);
        if (!line.find()) {
            throw new IOException("the TLA+ model has no constant " + name);
        }
        return line.replaceFirst(name + " = " + value);
    }
}
