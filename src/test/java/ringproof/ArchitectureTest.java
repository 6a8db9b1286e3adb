package ringproof;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which package may see which, and who may touch memory, locks and the continuation.
///
/// A package that is still empty passes.
final class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ringproof");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("ringproof");

    /// What a seeded bug may replace parts of.
    private static final Set<String> CORPUS = Set.of("corpus", "suite", "driver", "driver.policy", "device",
            "transport",
            "queue", "machine", "wire");

    /// Every package with all the packages of ours that it may depend on, itself apart.
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("wire", Set.of()),
            entry("machine", Set.of()),
            entry("queue", Set.of("machine", "wire")),
            entry("transport", Set.of("queue", "machine", "wire")),
            entry("driver", Set.of("driver.limit", "driver.policy", "transport", "queue", "machine", "wire")),
            entry("driver.limit", Set.of("transport", "wire")),
            entry("driver.policy", Set.of("queue", "machine", "wire")),
            entry("device", Set.of("transport", "queue", "machine", "wire")),
            entry("vhost", Set.of("transport", "driver", "driver.policy", "device", "queue", "machine", "wire")),
            entry("check", Set.of("check.search", "check.agent", "machine")),
            entry("check.memory", Set.of("check", "machine")),
            entry("check.agent", Set.of("check", "check.memory", "machine")),
            entry("check.search", Set.of("check", "check.memory", "check.agent", "machine")),
            entry("junit", Set.of("check", "machine")),
            entry("plain", Set.of("machine")),
            entry("suite", allBut("cli", "report", "report.rings", "bench", "junit", "models", "tool")),
            entry("corpus",
                    Set.of("suite", "driver", "driver.policy", "device", "transport", "queue", "machine", "wire")),
            entry("corpus.barrier", CORPUS),
            entry("corpus.eventidx", CORPUS),
            entry("corpus.notification", CORPUS),
            entry("corpus.driver", CORPUS),
            entry("corpus.packed", CORPUS),
            entry("corpus.chain", CORPUS),
            entry("corpus.request", CORPUS),
            entry("corpus.life", CORPUS),
            entry("corpus.spec", CORPUS),
            entry("report", allBut("cli", "bench", "plain", "junit", "models", "tool")),
            entry("report.rings", Set.of("suite", "check", "queue", "machine", "wire")),
            entry("tool", Set.of()),
            entry("models", Set.of("suite", "check", "machine", "tool")),
            entry("bench", Set.of("suite", "check", "machine", "plain", "report", "tool")),
            entry("load",
                    Set.of("driver", "driver.policy", "device", "transport", "queue", "machine", "wire", "vhost")),
            entry("cli", allBut("junit")));

    private static Set<String> allBut(String... excluded) {
        Set<String> allowed = new HashSet<>(Set.of("wire", "machine", "queue", "transport", "driver", "driver.limit",
                "driver.policy", "device", "vhost", "check", "junit", "suite", "report", "report.rings", "load",
                "plain", "bench", "tool", "models", "cli"));
        allowed.removeAll(Set.of(excluded));
        return allowed;
    }

    private static Set<String> packages() {
        return ALLOWED.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void a_package_depends_only_on_those_below_it(String name) {
        Set<String> allowed = new HashSet<>(ALLOWED.getOrDefault(name, Set.of()));
        allowed.add(name);
        noClasses().that().resideInAPackage("ringproof." + name)
                .should()
                .dependOnClassesThat(resideInAnyPackage("ringproof..").and(not(resideInAnyPackage(ours(allowed)))))
                .as("%s depends on none of ours but %s".formatted(name, new TreeSet<>(allowed)))
                .allowEmptyShould(true).check(MAIN);
    }

    @Test
    void every_class_is_in_one_of_the_packages() {
        classes().should().resideInAnyPackage(ours(packages()))
                .allowEmptyShould(true).check(MAIN);
    }

    private static String[] ours(Set<String> names) {
        return names.stream().map(name -> "ringproof." + name).toArray(String[]::new);
    }

    @Test
    void only_machine_and_vhost_touch_native_memory() {
        noClasses().that().resideOutsideOfPackages("ringproof.machine", "ringproof.vhost")
                .should().dependOnClassesThat().resideInAnyPackage("java.lang.foreign..")
                .allowEmptyShould(true).check(MAIN);
    }

    @Test
    void only_machines_and_check_use_locks_and_the_continuation() {
        noClasses().that()
                .resideOutsideOfPackages("ringproof.machine", "ringproof.plain", "ringproof.check..")
                .should().dependOnClassesThat().resideInAnyPackage("java.util.concurrent.locks..", "jdk.internal.vm..")
                .allowEmptyShould(true).check(MAIN);
    }

    @Test
    void only_plain_and_bench_use_lincheck() {
        noClasses().that().resideOutsideOfPackages("ringproof.plain", "ringproof.bench")
                .should().dependOnClassesThat().resideInAnyPackage("org.jetbrains..")
                .allowEmptyShould(true).check(MAIN);
    }

    /// Nothing of virtio, of the command line or of reports: the engine can be given away with the machine alone.
    @Test
    void the_engine_depends_on_the_machine_and_the_jdk_alone() {
        classes().that().resideInAPackage("ringproof.check..")
                .should().onlyDependOnClassesThat().resideInAnyPackage("ringproof.check..", "ringproof.machine",
                        "org.jspecify.annotations", "java..", "jdk.internal.vm")
                .check(MAIN);
        classes().that().resideInAPackage("ringproof.machine")
                .should().onlyDependOnClassesThat()
                .resideInAnyPackage("ringproof.machine", "org.jspecify.annotations", "java..")
                .check(MAIN);
    }

    /// What users see of the engine is values and two doors.
    @Test
    void only_the_doors_of_the_engine_open_inwards() {
        noClasses().that().resideInAPackage("ringproof.check")
                .and().doNotHaveFullyQualifiedName("ringproof.check.Explorer")
                .and().doNotHaveFullyQualifiedName("ringproof.check.Replay")
                .should().dependOnClassesThat().resideInAnyPackage("ringproof.check.*")
                .check(MAIN);
    }

    /// Users bring their own JUnit, and the program runs without.
    @Test
    void only_the_junit_package_uses_junit() {
        noClasses().that().resideOutsideOfPackage("ringproof.junit")
                .should().dependOnClassesThat().resideInAnyPackage("org.junit..", "org.opentest4j..")
                .check(MAIN);
        classes().that().resideInAPackage("ringproof.junit")
                .should().onlyDependOnClassesThat()
                .resideInAnyPackage("ringproof.junit", "ringproof.check", "ringproof.machine",
                        "org.junit.jupiter.api..", "org.junit.platform.commons..", "org.opentest4j..",
                        "org.jspecify.annotations", "java..")
                .check(MAIN);
    }

    @Test
    void only_properties_use_jqwik() {
        noClasses().that(areNotPropertiesFiles())
                .should().dependOnClassesThat().resideInAnyPackage("net.jqwik..")
                .allowEmptyShould(true).check(TESTS);
        noClasses()
                .should().dependOnClassesThat().resideInAnyPackage("net.jqwik..")
                .allowEmptyShould(true).check(MAIN);
    }

    /// By the name of the file: nested classes count with the one they are written in.
    private static DescribedPredicate<JavaClass> areNotPropertiesFiles() {
        return DescribedPredicate.describe("are neither in a *Properties.java nor in a *Arbitraries.java",
                type -> !type.getName().split("\\$", 2)[0].matches(".*(Properties|Arbitraries)"));
    }
}
