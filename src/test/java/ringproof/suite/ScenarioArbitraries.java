package ringproof.suite;

import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import ringproof.check.MemoryModel;
import ringproof.driver.policy.Policy;

/// Scenarios that are small enough to be exhausted, sound cells of them; smaller ones come first when jqwik shrinks.
final class ScenarioArbitraries {
    /// Who polls nobody.
    private static final EnumSet<Policy> WITHOUT_POLLER = EnumSet.of(Policy.INTERRUPT, Policy.NO_SUPPRESSION);
    private static final int USUAL_SIZE = 16;
    private static final int USUAL_IDX = 7;

    private ScenarioArbitraries() {
    }

    /// Requests of one or two submitters, three altogether at most.
    private static Arbitrary<List<String>> jobs() {
        Arbitrary<String> one = Arbitraries.strings().withChars("LHWF").ofMinLength(1).ofMaxLength(3);
        Arbitrary<String> single = Arbitraries.strings().withChars("LH").ofLength(1);
        return Arbitraries.oneOf(one.map(List::of), one.map(List::of),
                Combinators.combine(single, single).as(List::of));
    }

    /// Sound cells of the given policies, whatever else they are.
    static Arbitrary<Cell> cells(Policy... policies) {
        Arbitrary<Environment> environments = Arbitraries.oneOf(Arbitraries.just(Environment.NONE),
                Arbitraries.of(Environment.class));
        return Combinators.combine(Arbitraries.of(RingProfile.class), Arbitraries.of(policies),
                Arbitraries.of(Scenario.Poller.STAYS, Scenario.Poller.LEAVES, Scenario.Poller.YIELDS), jobs(),
                Arbitraries.of(USUAL_SIZE, 4, 8, 3, 5), Arbitraries.of(USUAL_IDX, 0, 0xFFFE, 0xFFFF), environments,
                Arbitraries.of(MemoryModel.class)).as(ScenarioArbitraries::cell);
    }

    private static Cell cell(RingProfile ring, Policy policy, Scenario.Poller poller, List<String> jobs, int size,
            int startIdx, Environment environment, MemoryModel model) {
        // A split ring needs a power of two.
        int fitting = ring.isPacked() || size > 5 ? size : 4;
        Scenario scenario = new Scenario(ring, policy,
                WITHOUT_POLLER.contains(policy) ? Scenario.Poller.NONE : poller, jobs, fitting, startIdx)
                .with(environment);
        return new Cell(scenario, model, null);
    }
}
