package ringproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// How far a long command has come, on standard error: a bar on a terminal, else a line now and then.
interface Progress extends AutoCloseable {
    /// Hears of everything that ends, and whether it ended as expected.
    void ended(boolean isExpected);

    @Override
    void close();

    /// Of `count` things, which are `what`, for the command `name`.
    static Progress start(String name, String what, int count, PrintWriter err) {
        return errorIsTerminal() ? new Bar(name, what, count) : new Lines(what, count, err);
    }

    /// Whether standard error is a terminal; the JDK's Console answers for the other two streams only.
    static boolean errorIsTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    /// A bar that moves.
    final class Bar implements Progress {
        private final ProgressBar bar;
        private int unexpected;

        Bar(String name, String what, int count) {
            bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(count).setUnit(" " + what, 1).hideEta()
                    .setStyle(ProgressBarStyle.ASCII).clearDisplayOnFinish().build();
        }

        @Override
        public void ended(boolean isExpected) {
            bar.step();
            if (!isExpected) {
                bar.setExtraMessage(" " + ++unexpected + " not as expected");
            }
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /// A line every ten seconds, for logs.
    final class Lines implements Progress {
        private static final long MILLIS = 10_000;

        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger unexpected = new AtomicInteger();
        private final Timer timer = new Timer("progress", true);

        Lines(String what, int count, PrintWriter err) {
            long start = System.nanoTime();
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                    err.println(
                            ended + " of " + count + " " + what + ", " + unexpected + " not as expected, " + seconds
                                    + " s");
                    err.flush();
                }
            }, MILLIS, MILLIS);
        }

        @Override
        public void ended(boolean isExpected) {
            ended.incrementAndGet();
            if (!isExpected) {
                unexpected.incrementAndGet();
            }
        }

        @Override
        public void close() {
            timer.cancel();
        }
    }
}
