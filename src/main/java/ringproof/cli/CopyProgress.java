package ringproof.cli;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far a copy has come: a bar on standard error if that is a terminal, else nothing. Thread-safe.
record CopyProgress(@Nullable ProgressBar bar) implements LongConsumer, AutoCloseable {
    private static final long MEBIBYTE = 1 << 20;

    static CopyProgress start(String name, long bytes) {
        return new CopyProgress(Progress.errorIsTerminal()
                ? new ProgressBarBuilder().setTaskName(name).setInitialMax(bytes).setUnit(" MiB", MEBIBYTE).showSpeed()
                        .setStyle(ProgressBarStyle.ASCII).clearDisplayOnFinish().build()
                : null);
    }

    @Override
    public void accept(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
