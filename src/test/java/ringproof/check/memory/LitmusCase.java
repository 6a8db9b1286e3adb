package ringproof.check.memory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ringproof.check.MemoryModel;

/// A litmus test with every conceivable outcome graded, as jcstress does it.
record LitmusCase(String name, LitmusProgram program, List<Graded> outcomes) {
    enum Grade {
        /// Sequentially consistent: possible in all models.
        ACCEPTABLE,
        /// Possible in some models only.
        INTERESTING,
        /// In none.
        FORBIDDEN
    }

    /// Outcomes of one grade for one reason.
    ///
    /// @param byOrder  whether it takes every fence and order in the program to forbid them
    /// @param patterns outcomes, where `*` stands for any value
    record Graded(Grade grade, Set<MemoryModel> models, boolean byOrder, String reason, List<String> patterns) {
        boolean covers(String outcome) {
            return patterns.stream().anyMatch(pattern -> outcome.matches(pattern.replace("*", "\\S+")));
        }
    }

    static LitmusCase of(String name, String program, Graded... outcomes) {
        return new LitmusCase(name, LitmusProgram.of(program), List.of(outcomes));
    }

    static Graded acceptable(String... outcomes) {
        return new Graded(Grade.ACCEPTABLE, EnumSet.allOf(MemoryModel.class), false, "", List.of(outcomes));
    }

    static Graded onTsoAndWeak(String reason, String... outcomes) {
        return new Graded(Grade.INTERESTING, EnumSet.of(MemoryModel.TSO, MemoryModel.WEAK), false, reason,
                List.of(outcomes));
    }

    static Graded onWeak(String reason, String... outcomes) {
        return new Graded(Grade.INTERESTING, EnumSet.of(MemoryModel.WEAK), false, reason, List.of(outcomes));
    }

    static Graded forbidden(String reason, String... outcomes) {
        return new Graded(Grade.FORBIDDEN, EnumSet.noneOf(MemoryModel.class), false, reason, List.of(outcomes));
    }

    /// Forbidden, but without any one of the program's fences, orders and critical sections possible under the weak model.
    static Graded prevented(String reason, String... outcomes) {
        return new Graded(Grade.FORBIDDEN, EnumSet.noneOf(MemoryModel.class), true, reason, List.of(outcomes));
    }

    static List<LitmusCase> all() {
        List<LitmusCase> all = new ArrayList<>();
        Stream.of(TwoAgentLitmusTests.storeBuffering(), TwoAgentLitmusTests.messagePassing(),
                TwoAgentLitmusTests.othersOfTwoWords(), TwoAgentLitmusTests.coherence(),
                ManyAgentLitmusTests.cumulativity(), ManyAgentLitmusTests.releaseSequences(),
                VolatileLitmusTests.oneOrder(), VolatileLitmusTests.noFences()).forEach(all::addAll);
        return all;
    }

    /// The outcomes that are listed as possible under a model.
    Set<String> allowed(MemoryModel model) {
        return outcomes.stream().filter(graded -> graded.models.contains(model))
                .flatMap(graded -> graded.patterns.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> acceptable() {
        return allowed(MemoryModel.SC);
    }

    @Override
    public String toString() {
        return name + ": " + program.text();
    }
}
