package ringproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The directory of a report, made before the work: it would be a pity after it.
final class ReportDirectory {
    private ReportDirectory() {
    }

    static void prepare(Path directory, CommandLine command) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ParameterException(command, "no directory " + directory + " can be made for the report", e);
        }
        if (!Files.isWritable(directory)) {
            throw new ParameterException(command, "the directory " + directory + " may not be written to");
        }
    }
}
