package ringproof.cli;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.FileBackend;

/// A disk and the file below it, if there is one. Closing it flushes what was written.
record OpenDisk(Backend backend, @Nullable FileBackend file) implements AutoCloseable {

    /// The same with layers on top.
    OpenDisk wrapped(UnaryOperator<Backend> layers) {
        return new OpenDisk(layers.apply(backend), file);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!backend.isReadOnly() && !backend.flush()) {
                throw new IOException("the disk cannot be flushed: what was written last may be lost");
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }
}
