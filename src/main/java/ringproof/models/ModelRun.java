package ringproof.models;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import ringproof.tool.Tlc;
import ringproof.tool.TlcOutput;
import ringproof.tool.ToolException;
import ringproof.tool.Workspace;

/// Runs TLC on configurations of a manifest.
public final class ModelRun {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /// Small models end before a better compiler has begun.
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx2g");
    /// One worker, so that the counts of a search that stops at an error are always the same.
    private static final List<String> ARGUMENTS = List.of("-workers", "1", "-fp", "0", "-nowarning",
            "-lncheck", "final", Manifest.ROOT);

    private ModelRun() {
    }

    /// Checks one configuration. Throws [ToolException] where TLC cannot be run or cannot read the modules.
    public static ModelResult of(Manifest manifest, ModelConfiguration configuration) throws ToolException {
        try (Workspace workspace = Workspace.create()) {
            manifest.copyTo(workspace, configuration);
            return ModelResult.of(configuration, TlcOutput.parse(Tlc.run(workspace, JVM, ARGUMENTS, LIMIT)));
        } catch (IOException failed) {
            throw new ToolException("TLC's files could not be written: " + failed.getMessage(), failed);
        }
    }
}
