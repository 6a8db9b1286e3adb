package ringproof;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every property proves that what it was given included the interesting cases: it demands a coverage of what it has collected.
final class GeneratorCoverageTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("ringproof");
    private static final String PROPERTY = "net.jqwik.api.Property";
    private static final String COVERAGE = "coverage";

    private static final Set<String> WITHOUT = Set.of(
            // An @Example goes through all distances.
            "EventIdxProperties.looking_at_each_entry_says_the_same", "EventIdxProperties.distance_undoes_advance",
            // An @Example goes through all small sizes.
            "PackedPositionProperties.distance_undoes_advance_at_every_size",
            "PackedPositionProperties.all_and_none_are_what_they_say_and_nonsense_means_all",
            // The same plans, entries and traces as another property of the class, which demands it.
            "FaultProperties.a_plan_is_its_text", "TranslatedMemoryProperties.any_range_may_be_asked_about",
            "TranslatedMemoryProperties.a_word_is_loaded_and_stored_whole_or_not_at_all",
            "GarbageRingProperties.positions_of_a_packed_ring_stay_within_it");

    private static Set<String> propertiesWithoutCoverage() {
        Set<String> without = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaMethod method : type.getMethods()) {
                if (isProperty(method) && !demandsCoverage(method)) {
                    without.add(name(method));
                }
            }
        }
        return without;
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }

    private static boolean isProperty(JavaMethod method) {
        return method.getAnnotations().stream().map(JavaAnnotation::getRawType)
                .anyMatch(type -> type.getName().equals(PROPERTY));
    }

    /// Itself or by a method that it calls, of ours.
    private static boolean demandsCoverage(JavaMethod property) {
        Set<JavaMethod> seen = new HashSet<>(Set.of(property));
        ArrayDeque<JavaMethod> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (JavaMethodCall call : open.remove().getMethodCallsFromSelf()) {
                if (call.getTargetOwner().getPackageName().startsWith("net.jqwik.api.statistics")
                        && call.getName().equals(COVERAGE)) {
                    return true;
                }
                call.getTarget().resolveMember().filter(seen::add).ifPresent(open::add);
            }
        }
        return false;
    }

    @Test
    void every_property_demands_that_interesting_cases_are_reached() {
        assertThat(propertiesWithoutCoverage()).containsExactlyElementsOf(new TreeSet<>(WITHOUT));
    }

    @Test
    void properties_are_found_and_told_apart() {
        List<String> covered = CLASSES.stream().flatMap(type -> type.getMethods().stream())
                .filter(method -> isProperty(method) && demandsCoverage(method)).map(GeneratorCoverageTest::name)
                .toList();
        assertThat(covered).hasSizeGreaterThan(20)
                .contains("ReductionProperties.reduced_search_reaches_every_outcome_of_the_naive_one");
    }
}
