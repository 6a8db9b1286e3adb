package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import ringproof.NightProperties.ByNight;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.driver.policy.Policy;

/// For all scenarios, for all schedules: jqwik makes the scenario, the explorer exhausts it. What fails is made smaller by both: jqwik looks for
/// a smaller scenario, the explorer for a smaller execution of it, whose token is in the message.
@StatisticsReport(onFailureOnly = true)
final class ScenarioProperties {
    private static final boolean NIGHT = Boolean.getBoolean("ringproof.nightly");
    /// A scenario with more is neither proved nor refuted, and does not count.
    private static final long STATES = NIGHT ? 1_000_000 : 10_000;

    /// Interrupts alone, and the policy that is the default: nothing may be wrong with them.
    @Property(seed = "20210603", tries = 30, edgeCases = EdgeCasesMode.NONE)
    @ByNight(2_000)
    void sound_policies_lose_nothing_in_any_scenario(@ForAll("sound") Cell cell) {
        assertEndsAsExpected(cell, Cell.Expectation.PROVED);
        collect("indices that wrap", cell.scenario().startIdx() > 0xFFFF - cell.scenario().requestCount());
        collectLook(cell);
    }

    @Provide
    Arbitrary<Cell> sound() {
        return ScenarioArbitraries.cells(Policy.TOGGLE, Policy.INTERRUPT, Policy.NO_SUPPRESSION);
    }

    /// Run by [ScenarioPropertiesTest], which expects it to fail.
    static final class Seeded {
        @Property(seed = "20210603", tries = 100, edgeCases = EdgeCasesMode.NONE)
        void nothing_is_lost_without_the_second_look(@ForAll("cells") Cell cell) {
            assertEndsAsExpected(cell, Cell.Expectation.PROVED);
        }

        @Provide
        Arbitrary<Cell> cells() {
            SeededBug bug = Objects.requireNonNull(SeededBugs.ofKey("no-recheck-after-enable-callback"));
            return Arbitraries.of(RingProfile.SPLIT_FLAGS, RingProfile.SPLIT_EVENT_NOW)
                    .flatMap(ring -> ScenarioArbitraries.cells(Policy.INTERRUPT).map(cell -> {
                        Scenario any = cell.scenario();
                        return new Cell(new Scenario(ring, any.policy(), any.poller(), any.jobs(), 16,
                                any.startIdx()), MemoryModel.SC, bug);
                    }));
        }
    }

    /// Returns how it ended, in one word.
    private static String assertEndsAsExpected(Cell cell, Cell.Expectation expected) {
        Verdict verdict = Explorer.exhaust(cell.program(), cell.configuration(), Budget.DEFAULT.withStates(STATES));
        String ended = switch (verdict) {
            case Verdict.Proved proved -> "proved";
            case Verdict.Refuted refuted when expected == Cell.Expectation.REFUTED -> "refuted";
            case Verdict.Refuted refuted -> throw new AssertionError(finding(cell, refuted));
            case Verdict.ProvedUpTo part -> throw new AssertionError("an exhaustive search is not bounded");
            case Verdict.Inconclusive early -> "too large";
        };
        assertThat(ended).as(cell.key())
                .isIn(expected == Cell.Expectation.PROVED ? "proved" : "refuted", "too large");
        collect("exhausted", !ended.equals("too large"));
        return ended;
    }

    private static String finding(Cell cell, Verdict.Refuted refuted) {
        Shrinking shrinking = new Shrinking(Shrinking.DEFAULT_STATES);
        CellResult smaller = shrinking.smaller(cell, refuted.failure()).result();
        Verdict.Refuted few = shrinking.withFewSteps(cell, refuted);
        Token token = smaller == null ? Token.of(cell, few.failure(), few.schedule())
                : Objects.requireNonNull(smaller.token());
        return cell.key() + " must be proved: " + refuted.failure() + "\nreplay " + token;
    }

    private static void collectLook(Cell cell) {
        Scenario scenario = cell.scenario();
        int descriptors = scenario.requestCount() * (scenario.ring().isIndirect() ? 1 : Scenario.REQUEST_PIECES);
        collect("requests beyond a full ring", descriptors > scenario.queueSize());
        collect("several submitters", scenario.jobs().size() > 1);
        collect("HIPRI beside others", scenario.mixesPriorities());
        collect("an environment that acts", scenario.environment() != Environment.NONE);
        collect("a poller that goes away", scenario.poller() == Scenario.Poller.LEAVES
                || scenario.poller() == Scenario.Poller.YIELDS);
        collect("packed", scenario.ring().isPacked());
        collect("weak memory", cell.model() == MemoryModel.WEAK);
    }

    private static void collect(String label, boolean reached) {
        Statistics.label(label).collect(reached).coverage(cover -> cover.check(true).count(count -> count >= 1));
    }
}
