package ringproof.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/// One change of one instruction, and what the tests made of it: an entry of PIT's `mutations.xml`.
///
/// @param type     the class without its package
/// @param mutator  PIT's name for the kind of change, without "Mutator"
/// @param detected whether a test failed, or ran out of time, or out of memory
public record Mutant(String packageName, String type, String method, int line, String mutator, String description,
        boolean detected) {

    /// What a reason names it by; lines move.
    public String name() {
        return type + "#" + method + " " + mutator + " " + description;
    }

    /// Throws [IOException] with one sentence for a file that is not PIT's, or that PIT has not finished.
    public static List<Mutant> read(Path file) throws IOException {
        Element root = XmlFile.read(file);
        if (!root.getTagName().equals("mutations")) {
            throw new IOException(file + " is not a list of mutations");
        }
        List<Mutant> mutants = new ArrayList<>();
        for (Element element : XmlFile.children(root, "mutation")) {
            String name = text(element, "mutatedClass");
            String mutator = text(element, "mutator");
            mutants.add(new Mutant(name.substring(0, name.lastIndexOf('.')), name.substring(name.lastIndexOf('.') + 1),
                    text(element, "mutatedMethod"), Integer.parseInt(text(element, "lineNumber")),
                    mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", ""),
                    text(element, "description"), element.getAttribute("detected").equals("true")));
        }
        if (mutants.isEmpty()) {
            throw new IOException(file + " lists no mutation");
        }
        return List.copyOf(mutants);
    }

    private static String text(Element element, String tag) throws IOException {
        List<Element> found = XmlFile.children(element, tag);
        if (found.size() != 1) {
            throw new IOException("a mutation has " + found.size() + " entries \"" + tag + "\"");
        }
        return found.getFirst().getTextContent();
    }
}
