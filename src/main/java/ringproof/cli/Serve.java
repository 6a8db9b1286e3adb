package ringproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.device.QueueStatistics;
import ringproof.machine.NativeMachine;
import ringproof.machine.RegionMemory;
import ringproof.vhost.BackEnd;
import ringproof.vhost.PeerListener;
import ringproof.vhost.ServedDevice;

/// `ringproof serve`: our device behind a vhost-user socket, for QEMU and whoever else has a driver.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Serves a disk to vhost-user-blk front-ends, such as QEMU, one after the other, until it is interrupted.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:with --once: the front-end has gone, and all is flushed",
            "1:with --once: the front-end did what it may not",
            "2:bad usage, a file or socket that cannot be used, or a disk that cannot be flushed",
            "130, 143:interrupted; all is flushed"})
final class Serve implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--socket", required = true, paramLabel = "PATH", description = "socket to make")
    private @Nullable Path socket;

    @Option(names = "--once", description = "end when the first front-end has gone")
    private boolean once;

    @Mixin
    private ServeChoice choice = new ServeChoice();

    /// Of the connection that ended last: what the front-end did that it may not, or the empty string.
    private volatile String offence = "";

    @Override
    public Integer call() {
        Path path = socket;
        if (path == null) {
            throw new ParameterException(spec.commandLine(), "name a --socket to make");
        }
        try (Interruption interruption = new Interruption()) {
            serve(path, interruption);
            return once && !offence.isEmpty() ? ExitCode.UNEXPECTED : ExitCode.AS_EXPECTED;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            spec.commandLine().getErr().println("ringproof serve: " + e.getMessage());
            return ExitCode.BAD_USAGE;
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    private void serve(Path path, Interruption interruption) throws IOException {
        RegionMemory memory = new RegionMemory();
        NativeMachine machine = new NativeMachine(memory);
        BlkDeviceOptions options = choice.deviceOptions();
        Hosting hosting = choice.hosting();
        try (OpenDisk disk = choice.open(machine)) {
            ServedDevice device = new ServedDevice(machine, disk.backend(), options, hosting);
            Watcher watcher = new Watcher();
            try (BackEnd backEnd = new BackEnd(path, device, memory, watcher, BackEnd.PATIENCE)) {
                watcher.stop = once ? backEnd::stop : () -> {
                };
                say("serving " + disk.backend().capacitySectors() + " sectors at " + path + " over "
                        + device.queueCount() + " queues of " + device.queueMaxSize());
                interruption.stops(backEnd::stop);
                backEnd.run();
            }
            say(statistics(device));
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    /// Tells of each connection as it comes and goes.
    private final class Watcher implements PeerListener {
        private Runnable stop = () -> {
        };

        @Override
        public void connected() {
            say("a front-end has connected");
        }

        @Override
        public void ended(String why) {
            offence = why;
            say(why.isEmpty() ? "the front-end has gone" : "the connection was closed: " + why);
            stop.run();
        }

        @Override
        public void fault(String why) {
            say("the device needs a reset: " + why);
        }
    }

    private static String statistics(ServedDevice device) {
        Table table = new Table().number("queue").number("requests").number("kicks").number("polls")
                .number("notifications sent").number("suppressed");
        QueueStatistics all = new QueueStatistics();
        for (int queue = 0; queue < device.queueCount(); queue++) {
            table.row(cells(String.valueOf(queue), device.statistics(queue)));
            all.add(device.statistics(queue));
        }
        table.row(cells("all", all));
        return table.toString();
    }

    private static String[] cells(String queue, QueueStatistics cost) {
        return new String[]{queue, String.valueOf(cost.requests()), String.valueOf(cost.kicks()),
            String.valueOf(cost.polls()), String.valueOf(cost.notificationsSent()),
            String.valueOf(cost.notificationsSuppressed())};
    }
}
