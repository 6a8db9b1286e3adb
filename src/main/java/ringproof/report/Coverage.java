package ringproof.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Element;

/// What the tests executed of one package: the counters of JaCoCo's `jacoco.xml`.
public record Coverage(long lines, long linesCovered, long branches, long branchesCovered) {

    /// By package, with dots.
    public static Map<String, Coverage> read(Path file) throws IOException {
        Map<String, Coverage> packages = new TreeMap<>();
        for (Element element : XmlFile.children(XmlFile.read(file), "package")) {
            long[] lines = counter(element, "LINE");
            long[] branches = counter(element, "BRANCH");
            packages.put(element.getAttribute("name").replace('/', '.'),
                    new Coverage(lines[0] + lines[1], lines[1], branches[0] + branches[1], branches[1]));
        }
        return packages;
    }

    /// Missed and covered.
    private static long[] counter(Element element, String type) {
        for (Element counter : XmlFile.children(element, "counter")) {
            if (counter.getAttribute("type").equals(type)) {
                return new long[]{Long.parseLong(counter.getAttribute("missed")),
                    Long.parseLong(counter.getAttribute("covered"))};
            }
        }
        return new long[2];
    }
}
