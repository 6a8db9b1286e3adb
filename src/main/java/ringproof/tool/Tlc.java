package ringproof.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// TLC, the model checker of TLA+, in a JVM of its own: it keeps its state in static fields.
public final class Tlc {
    public static final String NAME = "TLC";

    private Tlc() {
    }

    /// Runs it in the workspace, where the modules are. `jvm`: options of its JVM.
    public static Transcript run(Workspace workspace, List<String> jvm, List<String> arguments, Duration limit)
            throws ToolException {
        List<String> options = new ArrayList<>(jvm);
        // It unpacks its standard modules into the temporary directory, and leaves them there.
        options.add("-Djava.io.tmpdir=" + workspace.directory());
        List<String> command = Tool.java(options.toArray(new String[0]));
        command.add("tlc2.TLC");
        command.addAll(arguments);
        return Tool.run(NAME, command, workspace.directory(), limit);
    }
}
