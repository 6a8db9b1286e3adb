package ringproof.vhost;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The descriptors of this process that belong to vhost-user: sockets, eventfds and guest memory.
public final class OpenFiles {
    private static final Path OWN = Path.of("/proc/self/fd");

    private OpenFiles() {
    }

    public static List<String> now() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN)) {
            for (Path fd : all) {
                String target = target(fd);
                if (target.startsWith("socket:") || target.contains("eventfd") || target.contains("memfd:guest")) {
                    found.add(fd.getFileName() + " " + target);
                }
            }
        }
        found.sort(null);
        return found;
    }

    /// Empty for one that is closed meanwhile, as is that with which the directory is read.
    private static String target(Path fd) throws IOException {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }
}
