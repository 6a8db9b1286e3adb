package ringproof.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far a copy has come: a bar on standard error if that is a terminal, else nothing. Thread-safe.
record CopyProgress(@Nullable ProgressBar bar) implements LongConsumer, AutoCloseable {
    private static final long MEBIBYTE = 1 << 20;

    static CopyProgress start(Path source) {
        File file = source.toFile();
        return new CopyProgress(Progress.errorIsTerminal()
                ? new ProgressBarBuilder().setTaskName("copy").setInitialMax(file.length()).setUnit(" MiB", MEBIBYTE)
                        .showSpeed()
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
