package ringproof.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a checker has once printed, as if one line had come every second.
public final class Recorded {
    private Recorded() {
    }

    /// `name`: a resource beside this class, or an absolute one.
    public static Transcript file(String name) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            return lines(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static Transcript lines(List<String> texts) {
        List<Transcript.Line> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new Transcript.Line(lines.size(), text));
        }
        return new Transcript("the tool", lines);
    }

    /// The transcript without the lines that contain a text.
    public static Transcript without(Transcript transcript, String text) {
        return lines(transcript.lines().stream().map(Transcript.Line::text).filter(line -> !line.contains(text))
                .toList());
    }

    /// The transcript with one more line.
    public static Transcript with(Transcript transcript, String text) {
        List<String> texts = new ArrayList<>(transcript.lines().stream().map(Transcript.Line::text).toList());
        texts.add(text);
        return lines(texts);
    }
}
