package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.device.AdaptivePolling;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.FileBackend;
import ringproof.device.Hosting;
import ringproof.device.QueueStatistics;
import ringproof.machine.NativeMachine;
import ringproof.machine.RegionMemory;
import ringproof.vhost.BackEnd;
import ringproof.vhost.PeerListener;
import ringproof.vhost.ServedDevice;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// `ringproof serve`: our device as the disk of a virtual machine, or of any other vhost-user front-end.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Serves a raw disk image to vhost-user front-ends such as QEMU, one after the other, until it is told to stop (SIGINT, SIGTERM).",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"2:bad usage, a file that cannot be used, or an I/O error",
            "130, 143:stopped by SIGINT or SIGTERM; the image is flushed"})
final class Serve implements Callable<Integer> {
    private static final FeatureSet RINGS = FeatureSet.of(Feature.RING_PACKED, Feature.EVENT_IDX,
            Feature.INDIRECT_DESC);
    /// A front-end names its queues with 8 bits.
    private static final int MAX_QUEUES = 256;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--socket", paramLabel = "SOCKET", required = true, description = "socket to create")
    private Path socket = Path.of("");

    @Option(names = "--image", paramLabel = "FILE", required = true, description = "raw disk image")
    private Path image = Path.of("");

    @Option(names = "--read-only", description = "the disk refuses writes")
    private boolean readOnly;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
            description = "virtqueues, as many as the front-end has at least (${DEFAULT-VALUE})")
    private int queues;

    @Option(names = "--queue-size", paramLabel = "N", defaultValue = "128",
            description = "descriptors of each at most, a power of two (${DEFAULT-VALUE})")
    private int queueSize;

    @Option(names = "--device-poll-us", paramLabel = "N", defaultValue = "0",
            description = "the device polls so many microseconds at most before it sleeps (${DEFAULT-VALUE})")
    private long pollMicros;

    @Override
    public Integer call() {
        BlkDeviceOptions options = options();
        FileBackend.Access access = readOnly ? FileBackend.Access.READ_ONLY : FileBackend.Access.READ_WRITE;
        try (FileBackend disk = FileBackend.open(image, access)) {
            serve(disk, options);
            return ExitCode.AS_EXPECTED;
        } catch (IOException e) {
            spec.commandLine().getErr().println("ringproof serve: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        }
    }

    private BlkDeviceOptions options() {
        if (queues > MAX_QUEUES) {
            throw new ParameterException(spec.commandLine(), "--queues must be at most " + MAX_QUEUES);
        }
        // A split ring of such a size must be possible too.
        if (Integer.bitCount(queueSize) != 1) {
            throw new ParameterException(spec.commandLine(), "--queue-size must be a power of two");
        }
        if (pollMicros < 0) {
            throw new ParameterException(spec.commandLine(), "--device-poll-us must be at least 0");
        }
        try {
            return BlkDeviceOptions.DEFAULT.withGenericFeatures(RINGS).withQueues(queues, queueSize);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void serve(FileBackend disk, BlkDeviceOptions options) throws IOException {
        long pollNanos = TimeUnit.MICROSECONDS.toNanos(pollMicros);
        Hosting hosting = pollNanos == 0 ? Hosting.DEFAULT
                : Hosting.DEFAULT.withPolling(() -> new AdaptivePolling(System::nanoTime, pollNanos, 0, 0));
        RegionMemory memory = new RegionMemory();
        ServedDevice device = new ServedDevice(new NativeMachine(memory), disk, options, hosting);
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch finished = new CountDownLatch(1);
        try (BackEnd backEnd = new BackEnd(socket, device, memory, new Reporter(out), BackEnd.PATIENCE)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                backEnd.stop();
                awaitUninterruptibly(finished);
            }, "stop"));
            say(out, "serving " + image + " at " + socket);
            backEnd.run();
        } finally {
            if (!readOnly && !disk.flush()) {
                spec.commandLine().getErr()
                        .println("ringproof serve: the image could not be flushed; look at the disk that holds it");
            }
            say(out, statistics(device).stripTrailing());
            finished.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Seen at once also by who reads a pipe.
    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static String statistics(ServedDevice device) {
        Table table = new Table().number("queue").number("requests").number("kicks").number("notifications sent")
                .number("suppressed").number("polls");
        for (int queue = 0; queue < device.queueCount(); queue++) {
            QueueStatistics cost = device.statistics(queue);
            table.row(String.valueOf(queue), String.valueOf(cost.requests()), String.valueOf(cost.kicks()),
                    String.valueOf(cost.notificationsSent()), String.valueOf(cost.notificationsSuppressed()),
                    String.valueOf(cost.polls()));
        }
        return table.toString();
    }

    private record Reporter(PrintWriter out) implements PeerListener {
        @Override
        public void connected() {
            say(out, "a front-end has connected");
        }

        @Override
        public void ended(String why) {
            say(out, why.isEmpty() ? "the front-end has gone" : "the front-end was sent away: " + why);
        }

        @Override
        public void fault(String why) {
            say(out, "the device needs a reset: " + why);
        }
    }
}
