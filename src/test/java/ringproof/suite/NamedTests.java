package ringproof.suite;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The test tree, asked by the names that clauses give: `package.Class` or `package.Class#method` below the root package.
final class NamedTests {
    private static final String ROOT = "ringproof.";
    /// Names of classes that the build runs.
    private static final List<String> RUN = List.of("Test", "Properties", "Conformance", "Exploration", "Lincheck",
            "Litmus",
            "Contract", "IT");
    /// By simple name, since not everybody may import all of them.
    private static final Set<String> MARKS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory",
            "Property",
            "Example", "Explore");

    private NamedTests() {
    }

    /// Why this names no test that the build runs: one clause, or the empty string.
    static String fault(String name) {
        String[] parts = name.split("#", 2);
        Class<?> type;
        try {
            type = Class.forName(ROOT + parts[0], false, NamedTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return "there is no class " + ROOT + parts[0];
        }
        if (RUN.stream().noneMatch(type.getSimpleName()::endsWith)) {
            return "the build does not run classes that are called " + type.getSimpleName();
        }
        Set<String> tests = testsOf(type);
        if (parts.length == 1) {
            return tests.isEmpty() ? parts[0] + " has no tests" : "";
        }
        return tests.contains(parts[1]) ? "" : parts[0] + " has no test " + parts[1];
    }

    /// The tests of a class that are not disabled, inherited and nested ones included.
    private static Set<String> testsOf(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (isMarked(method, MARKS) && !isMarked(method, Set.of("Disabled"))) {
                    names.add(method.getName());
                }
            }
            for (Class<?> nested : at.getDeclaredClasses()) {
                if (nested.getSuperclass() != null && !at.isAssignableFrom(nested)) {
                    names.addAll(testsOf(nested));
                }
            }
        }
        return names;
    }

    private static boolean isMarked(Method method, Set<String> marks) {
        for (Annotation annotation : method.getAnnotations()) {
            if (marks.contains(annotation.annotationType().getSimpleName())) {
                return true;
            }
        }
        return false;
    }

    /// Every method of every class that is called `Conformance`, as a clause would name it.
    static Set<String> conformance() throws IOException, ReflectiveOperationException, URISyntaxException {
        Path root = Path.of(NamedTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Conformance.class")).toList()) {
                String name = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                for (String test : testsOf(type)) {
                    found.add(type.getName().substring(ROOT.length()) + "#" + test);
                }
            }
        }
        return found;
    }

}
