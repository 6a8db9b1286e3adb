package ringproof.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ringproof.tool.Tool;
import ringproof.tool.ToolException;
import ringproof.tool.Workspace;

/// Lincheck on the benchmark program itself, in model checking mode, in a JVM of its own.
final class LincheckChecker {
    static final String NAME = "Lincheck";
    private static final int MARGIN_SECONDS = 60;

    private LincheckChecker() {
    }

    static Measurement measure(int seconds) throws ToolException {
        LincheckOutput output = run(true, seconds);
        return new Measurement(NAME, "SC", 1, output.ending(), OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.of(output.interleavings()), Timing.once(output.seconds()), OptionalDouble.empty());
    }

    static Canary canary(int seconds) throws ToolException {
        LincheckOutput output = run(false, seconds);
        return new Canary(NAME, EngineChecker.NO_RECHECK, output.ending(), LincheckOutput.HUNG, output.seconds());
    }

    private static LincheckOutput run(boolean rechecks, int seconds) throws ToolException {
        List<String> command = Tool.java("-XX:+EnableDynamicAgentLoading", "-Xshare:off",
                "--sun-misc-unsafe-memory-access=allow", "-Xmx2g");
        command.addAll(
                List.of(LincheckMain.class.getName(), Boolean.toString(rechecks), Integer.toString(seconds)));
        try (Workspace workspace = Workspace.create()) {
            return LincheckOutput.parse(Tool.run(NAME, command, workspace.directory(),
                    Duration.ofSeconds((long) seconds + MARGIN_SECONDS)));
        } catch (IOException failed) {
            throw new ToolException("no directory could be made for Lincheck: " + failed.getMessage(), failed);
        }
    }
}
