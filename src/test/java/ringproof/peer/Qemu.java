package ringproof.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PC whose only disk is behind a vhost-user socket. Never with KVM, which may look as if it were there and hang.
record Qemu(Path binary) {
    static final String MISSING = "no qemu-system-x86_64 is on the PATH (Debian: apt install qemu-system-x86)";

    static @Nullable Qemu find() {
        Path binary = Programs.find("qemu-system-x86_64");
        return binary == null ? null : new Qemu(binary);
    }

    /// Runs it until it ends itself. `device`: options of its disk, as in `num-queues=4,packed=on`.
    Programs.Ended run(Path socket, int memoryMebibytes, String device, Duration patience, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(binary.toString(), "-accel", "tcg", "-nodefaults", "-display", "none",
                        "-no-reboot", "-m", String.valueOf(memoryMebibytes), "-object",
                        "memory-backend-memfd,id=memory,share=on,size=" + memoryMebibytes + "M", "-machine",
                        "pc,memory-backend=memory", "-chardev", "socket,id=disk,path=" + socket, "-device",
                        "vhost-user-blk-pci,chardev=disk," + device));
        command.addAll(more);
        return Programs.run(patience, command);
    }
}
