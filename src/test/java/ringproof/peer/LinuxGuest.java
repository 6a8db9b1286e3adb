package ringproof.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Linux under QEMU, with a disk of ours as /dev/vda: it runs one script, and is switched off.
///
/// @param kernel  its image
/// @param modules the folder of its modules, `kernel` in /lib/modules
record LinuxGuest(Qemu qemu, Path busybox, Path kernel, Path modules) {
    static final String MISSING = "QEMU, a static busybox or a kernel to boot is missing: .ci/run installs them on Debian";
    /// Printed where the script has ended without an error.
    static final String PASSED = "the script has passed";

    private static final int MEMORY_MEBIBYTES = 384;
    private static final List<String> MODULES = List.of("drivers/virtio/virtio_ring.ko", "drivers/virtio/virtio.ko",
            "drivers/virtio/virtio_pci_modern_dev.ko", "drivers/virtio/virtio_pci_legacy_dev.ko",
            "drivers/virtio/virtio_pci.ko", "drivers/block/virtio_blk.ko");

    /// What .ci/run has fetched; null where something is missing.
    static @Nullable LinuxGuest find() throws IOException {
        Qemu qemu = Qemu.find();
        Path busybox = Programs.find("busybox");
        Path root = Path.of(System.getProperty("user.home"), ".cache", "ringproof", "linux");
        Path kernel = only(root.resolve("boot"), "vmlinuz-*");
        Path modules = only(root.resolve("lib/modules"), "*");
        return qemu == null || busybox == null || kernel == null || modules == null ? null
                : new LinuxGuest(qemu, busybox, kernel, modules.resolve("kernel"));
    }

    private static @Nullable Path only(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            Path last = null;
            for (Path each : found) {
                last = last == null || each.compareTo(last) > 0 ? each : last;
            }
            return last;
        }
    }

    /// What the guest has in its memory beside the script.
    Initramfs files() throws IOException {
        Initramfs files = new Initramfs().directory("dev").directory("proc").directory("sys").directory("mnt")
                .directory("tmp").add("bin/busybox", Files.readAllBytes(busybox));
        for (String module : MODULES) {
            Path file = modules.resolve(module);
            files.add("modules/" + file.getFileName(), Files.readAllBytes(file));
        }
        return files;
    }

    /// Runs a script of sh, of which each command must succeed: the lines on its console. `driver`: parameters of module virtio_blk.
    List<String> run(Initramfs files, Path directory, Path socket, String device, String driver, int processors,
            String script, Duration patience) throws IOException, InterruptedException {
        Path initrd = directory.resolve("initrd");
        files.add("init", init(driver).getBytes(StandardCharsets.UTF_8))
                .add("script", script.getBytes(StandardCharsets.UTF_8)).save(initrd);
        Programs.Ended ended = qemu.run(socket, MEMORY_MEBIBYTES, device, patience,
                List.of("-smp", String.valueOf(processors), "-serial", "stdio", "-kernel", kernel.toString(), "-initrd",
                        initrd.toString(), "-append", "console=ttyS0 quiet panic=-1"));
        if (ended.exitCode() != 0 || !ended.lines().contains(PASSED)) {
            throw new AssertionError("the guest ended with " + ended.exitCode() + " and said\n"
                    + String.join("\n", ended.lines()));
        }
        return ended.lines();
    }

    private static String init(String driver) {
        StringBuilder text = new StringBuilder("""
                #!/bin/busybox sh
                /bin/busybox mkdir -p /sbin /usr/bin /usr/sbin
                /bin/busybox --install -s
                mount -t proc proc /proc
                mount -t sysfs sysfs /sys
                mount -t devtmpfs devtmpfs /dev
                """);
        for (String module : MODULES) {
            text.append("insmod /modules/").append(Path.of(module).getFileName())
                    .append(module.endsWith("virtio_blk.ko") ? " " + driver : "").append('\n');
        }
        return text.append("sh -e /script && echo ").append(PASSED).append("\npoweroff -f\n").toString();
    }
}
