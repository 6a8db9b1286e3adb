package ringproof.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why mutants survive: one line for each pattern, `CLASS#METHOD MUTATOR DESCRIPTION | reason`, in which `*` stands for anything. A reason
/// that no survivor needs any more is named, so that the list does not rot.
public final class Survivors {
    private static final String SEPARATOR = " | ";

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> needed = new HashSet<>();

    /// Throws [IllegalArgumentException] with one sentence for a line that is neither a comment, nor empty, nor a reason.
    public Survivors(List<String> lines) {
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int at = line.indexOf(SEPARATOR);
                if (at <= 0 || line.substring(at + SEPARATOR.length()).isBlank()) {
                    throw new IllegalArgumentException(
                            "\"" + line + "\" is no reason: write CLASS#METHOD MUTATOR DESCRIPTION | reason");
                }
                reasons.put(line.substring(0, at).strip(), line.substring(at + SEPARATOR.length()).strip());
            }
        }
    }

    /// Why this one survives, by the first pattern that fits; null: nobody says.
    public @Nullable String reason(Mutant mutant) {
        for (Map.Entry<String, String> entry : reasons.entrySet()) {
            if (fits(entry.getKey(), mutant.name())) {
                needed.add(entry.getKey());
                return entry.getValue();
            }
        }
        return null;
    }

    private static boolean fits(String pattern, String name) {
        return Pattern.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"), name);
    }

    /// Patterns that no survivor asked for so far.
    public List<String> unneeded() {
        List<String> left = new ArrayList<>(reasons.keySet());
        left.removeAll(needed);
        return List.copyOf(left);
    }
}
