package ringproof.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringproof.plain.Interleavings;
import ringproof.suite.InterleavedGuest;
import ringproof.suite.SeededBug;
import ringproof.tool.Tool;
import ringproof.tool.ToolException;
import ringproof.tool.Transcript;
import ringproof.tool.Workspace;

/// Lincheck as a checker of the detection matrix: in a JVM of its own, on the bugs that it can be asked about.
public final class CorpusLincheck {
    private static final String NAME = "Lincheck";
    private static final int MARGIN_SECONDS = 120;
    private static final String SOUND = "sound";
    private static final String SEEDED = "seeded";
    /// How a report begins that is a finding; Lincheck reports its own failures in the same way.
    private static final List<String> FINDINGS = List.of("Validation function nothing_is_lost has failed",
            LincheckOutput.HUNG, "Invalid execution results");

    private static final String NOTHING = "nothing";
    private static final Pattern RUN = Pattern
            .compile("bug (\\S+) (sound|seeded): (\\d+) interleavings, ([\\d.]+) seconds: (.*)");
    private static final int KEY = 1;
    private static final int WHICH = 2;
    private static final int COUNT = 3;
    private static final int SECONDS = 4;
    private static final int REPORT = 5;

    /// What it made of one bug.
    ///
    /// @param interleavings that ran until it was found, or in all
    public record Found(boolean found, long interleavings, double seconds) {
    }

    private CorpusLincheck() {
    }

    /// One line for each run, which [#parse(Transcript, List)] reads.
    static String lineOf(String key, boolean seeded, Interleavings.Outcome outcome, double seconds) {
        String report = outcome.report().strip().lines().findFirst().orElse("");
        long count = outcome.count() + (report.isEmpty() ? 0L : 1L);
        return String.format(Locale.ROOT, "bug %s %s: %d interleavings, %.3f seconds: %s", key,
                seeded ? SEEDED : SOUND, count, seconds, report.isEmpty() ? NOTHING : report);
    }

    /// By key of the bug: up to `limit` interleavings for each, and no longer than so many seconds. A bug that is not there is none that
    /// Lincheck can be asked about. It is an error if it finds something where there is no bug.
    public static Map<String, Found> measure(List<SeededBug> bugs, int limit, int seconds) throws ToolException {
        List<String> keys = bugs.stream().filter(bug -> InterleavedGuest.obstacle(bug).isEmpty()).map(SeededBug::key)
                .toList();
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<String> command = new ArrayList<>(Tool.java("-XX:+EnableDynamicAgentLoading", "-Xshare:off",
                "--sun-misc-unsafe-memory-access=allow", "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-Xmx2g"));
        command.addAll(List.of(CorpusLincheckMain.class.getName(), Integer.toString(limit), Integer.toString(seconds)));
        command.addAll(keys);
        try (Workspace workspace = Workspace.create()) {
            return parse(Tool.run(NAME, command, workspace.directory(),
                    Duration.ofSeconds(2L * keys.size() * seconds + MARGIN_SECONDS)), keys);
        } catch (IOException failed) {
            throw new ToolException("no directory could be made for Lincheck: " + failed.getMessage(), failed);
        }
    }

    static Map<String, Found> parse(Transcript transcript, List<String> keys) throws ToolException {
        Map<String, Found> seeded = new HashMap<>();
        for (Transcript.Line line : transcript.lines()) {
            Matcher run = RUN.matcher(line.text());
            if (run.matches()) {
                Found found = new Found(isFinding(run.group(KEY), run.group(REPORT)),
                        Long.parseLong(run.group(COUNT)), Double.parseDouble(run.group(SECONDS)));
                if (run.group(WHICH).equals(SEEDED)) {
                    seeded.put(run.group(KEY), found);
                } else if (found.found()) {
                    throw new ToolException(
                            "Lincheck finds something in the scenario of " + run.group(KEY) + " without the bug");
                }
            }
        }
        for (String key : keys) {
            if (!seeded.containsKey(key)) {
                throw new ToolException("Lincheck did not come to an end with " + key);
            }
        }
        return Map.copyOf(seeded);
    }

    private static boolean isFinding(String key, String report) throws ToolException {
        if (FINDINGS.stream().anyMatch(report::contains)) {
            return true;
        }
        if (report.equals(NOTHING)) {
            return false;
        }
        throw new ToolException("Lincheck fails on " + key + ": " + report);
    }
}
