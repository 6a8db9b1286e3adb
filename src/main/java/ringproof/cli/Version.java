package ringproof.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/// The version in the manifest of the jar; classes outside a jar have none.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        @Nullable String version = Main.class.getPackage().getImplementationVersion();
        return new String[]{"ringproof " + (version == null ? "(development build)" : version)};
    }
}
