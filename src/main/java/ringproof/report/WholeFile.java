package ringproof.report;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes files that are never seen half-written: first beside their place, then moved there.
public final class WholeFile {
    private WholeFile() {
    }

    public static void write(Path directory, String name, String text) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(name);
        // Not createTempFile: that one only its owner may read.
        Path temporary = directory.resolve(name + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(temporary, text);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException unsupported) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
