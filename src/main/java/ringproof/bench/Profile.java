package ringproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import ringproof.tool.ToolException;

/// Where the time of some work goes: samples of the running threads, taken by the JDK's flight recorder.
///
/// Each sample counts for the innermost method of ours, so what the JDK does for it is its own.
public final class Profile {
    private static final Duration EVERY = Duration.ofMillis(10);
    private static final String OURS = "ringproof.check.";

    private Profile() {
    }

    /// How much of the time one method takes.
    ///
    /// @param part of all samples, 0 to 1
    public record Share(String method, double part) {
    }

    /// The methods that take most, at most so many, the largest first; empty where nothing was sampled. Throws [ToolException] where the
    /// recorder cannot be used.
    static List<Share> of(Runnable work, int most) throws ToolException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(EVERY);
            recording.start();
            work.run();
            recording.stop();
            Path file = Files.createTempFile("ringproof", ".jfr");
            try {
                recording.dump(file);
                return shares(RecordingFile.readAllEvents(file), most);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ToolException("the flight recorder's samples could not be read: " + e.getMessage());
        }
    }

    private static List<Share> shares(List<RecordedEvent> events, int most) {
        Map<String, Integer> counts = new HashMap<>();
        int all = 0;
        for (RecordedEvent event : events) {
            String method = innermost(event);
            if (!method.isEmpty()) {
                counts.merge(method, 1, Integer::sum);
                all++;
            }
        }
        List<Share> shares = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            shares.add(new Share(entry.getKey(), (double) entry.getValue() / all));
        }
        shares.sort((a, b) -> Double.compare(b.part, a.part));
        return List.copyOf(shares.subList(0, Math.min(most, shares.size())));
    }

    /// The innermost method of the engine, or the empty string.
    private static String innermost(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(OURS)) {
                return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + frame.getMethod().getName();
            }
        }
        return "";
    }
}
