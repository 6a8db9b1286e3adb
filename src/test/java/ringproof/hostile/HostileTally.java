package ringproof.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many hostile peers there were, and what they came across: written as `reports/hostile.md` where the system property asks for it.
///
/// One property runs at a time.
public final class HostileTally {
    private static final String TABLE = "ringproof.hostile.table";
    private static final Map<String, Property> PROPERTIES = new LinkedHashMap<>();
    private static @Nullable Property current;

    private static final class Property {
        final Map<String, Integer> cases = new LinkedHashMap<>();
        int tries;
    }

    private HostileTally() {
    }

    static void begin(String suite, String property) {
        current = PROPERTIES.computeIfAbsent(suite + "." + property, name -> new Property());
        current.cases.clear();
    }

    static void count(String label, boolean reached) {
        if (current != null) {
            current.cases.merge(label, reached ? 1 : 0, Integer::sum);
        }
    }

    static void end(int tries) throws IOException {
        if (current != null) {
            current.tries = tries;
            current = null;
        }
        String file = System.getProperty(TABLE);
        if (file != null) {
            Files.writeString(Path.of(file), text(file));
        }
    }

    private static String text(String file) {
        StringBuilder text = new StringBuilder(
                "# Hostile peers\n\nWritten by `mvn test -Pnightly -Dtest='Hostile*Properties' -D")
                .append(TABLE).append('=').append(file).append("`.\n\n")
                .append("Each try is one peer that writes garbage; each rule or case was come across in so many of them. ")
                .append("None made us throw, hang, touch what was not ours, or harm another queue.\n");
        for (Map.Entry<String, Property> property : PROPERTIES.entrySet()) {
            String name = property.getKey();
            text.append("\n## ").append(name.substring(name.indexOf('.') + 1).replace('_', ' ')).append("\n\n`")
                    .append(name, 0, name.indexOf('.')).append("`, ")
                    .append(String.format(Locale.ROOT, "%,d", property.getValue().tries)).append(" tries\n");
            if (!property.getValue().cases.isEmpty()) {
                text.append("\n| case | tries |\n|---|--:|\n");
            }
            for (Map.Entry<String, Integer> each : property.getValue().cases.entrySet()) {
                text.append("| ").append(each.getKey()).append(" | ")
                        .append(String.format(Locale.ROOT, "%,d", each.getValue())).append(" |\n");
            }
        }
        return text.toString();
    }
}
