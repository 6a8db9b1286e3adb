package ringproof.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The files that a Linux guest has in its memory when it starts.
///
/// Linux: cpio archives of the new ASCII format, Documentation/driver-api/early-userspace/buffer-format.rst.
final class Initramfs {
    private static final int DIRECTORY = 0040755;
    private static final int EXECUTABLE = 0100755;
    private static final String LAST = "TRAILER!!!";
    private static final int ALIGN = 4;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private final Set<String> names = new TreeSet<>();

    /// A file with these bytes, and the directories that it is in. What is there already stays.
    Initramfs add(String name, byte[] content) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            directory(name.substring(0, slash));
        }
        if (names.add(name)) {
            entry(name, EXECUTABLE, content);
        }
        return this;
    }

    Initramfs directory(String name) {
        if (names.add(name)) {
            entry(name, DIRECTORY, new byte[0]);
        }
        return this;
    }

    /// A program with the libraries that it is linked against, at the places where it has them here.
    Initramfs addProgram(Path program) throws IOException, InterruptedException {
        add(program.toString().substring(1), Files.readAllBytes(program));
        for (String line : Programs.run(Duration.ofSeconds(10), List.of("ldd", program.toString())).lines()) {
            for (String word : line.strip().split(" ", -1)) {
                if (word.startsWith("/")) {
                    add(word.substring(1), Files.readAllBytes(Path.of(word)));
                }
            }
        }
        return this;
    }

    private void entry(String name, int mode, byte[] content) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int inode = names.size();
        int[] fields = {inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameBytes.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08x", field));
        }
        archive.writeBytes(header.toString().getBytes(StandardCharsets.ISO_8859_1));
        archive.writeBytes(nameBytes);
        pad();
        archive.writeBytes(content);
        pad();
    }

    private void pad() {
        archive.writeBytes(new byte[-archive.size() & (ALIGN - 1)]);
    }

    /// Writes the whole.
    void save(Path file) throws IOException {
        entry(LAST, 0, new byte[0]);
        Files.write(file, archive.toByteArray());
    }
}
