package ringproof.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The benchmark program as other checkers read it, delivered with this program.
final class BenchModels {
    private BenchModels() {
    }

    static String text(String name) throws IOException {
        try (InputStream in = BenchModels.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the model " + name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
