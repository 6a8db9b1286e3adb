package ringproof.check.memory;

import static ringproof.check.memory.LitmusCase.acceptable;
import static ringproof.check.memory.LitmusCase.forbidden;
import static ringproof.check.memory.LitmusCase.onTsoAndWeak;
import static ringproof.check.memory.LitmusCase.onWeak;
import static ringproof.check.memory.LitmusCase.prevented;

import java.util.List;

/// Litmus tests of three and four agents: does what one has seen hold for others? And release sequences.
///
/// Sources: Alglave, Maranget, Tautschnig, "Herding cats", 2014; Z6.3: Maranget, Sarkar, Sewell, "A tutorial introduction to the ARM and
/// POWER relaxed memory models", 2012; release sequences: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing sequential consistency in
/// C/C++11", 2017.
final class ManyAgentLitmusTests {
    private ManyAgentLitmusTests() {
    }

    /// Stores that are passed on, or seen by two.
    static List<LitmusCase> cumulativity() {
        return List.of(
                LitmusCase.of("IRIW", "x=1 || y=1 || r=x; r=y || r=y; r=x",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        onWeak("the loads are not ordered", "1 0 1 0")),
                LitmusCase.of("IRIW+rel+acq", "x.rel=1 || y.rel=1 || r=x.acq; r=y.acq || r=y.acq; r=x.acq",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        onWeak("two agents may see the stores of two others in different orders (Armv8 forbids it, Power does not)",
                                "1 0 1 0")),
                LitmusCase.of("IRIW+fence+fence", "x=1 || y=1 || r=x; fence; r=y || r=y; fence; r=x",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        prevented("the later fence comes after both stores", "1 0 1 0")),
                LitmusCase.of("IRIW+fence+acq", "x=1 || y=1 || r=x; fence; r=y || r=y.acq; r=x",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        onWeak("one full fence has no partner", "1 0 1 0")),
                LitmusCase.of("WRC", "x=1 || r=x; y=1 || r=y; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        onWeak("neither the second agent nor the third is ordered", "1 1 0")),
                LitmusCase.of("WRC+rel+acq", "x=1 || r=x; y.rel=1 || r=y.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        prevented("a release store also releases what its agent has read", "1 1 0")),
                LitmusCase.of("WRC+acq+acq", "x.rel=1 || r=x.acq; y=1 || r=y.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        onWeak("an opaque store hands on nothing (Armv8 forbids it)", "1 1 0")),
                LitmusCase.of("WRC+fence.ss+acq", "x=1 || r=x; fence.ss; y=1 || r=y.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        onWeak("a store-store fence orders no loads", "1 1 0")),
                LitmusCase.of("WRC+fence+fence", "x=1 || r=x; fence; y=1 || r=y; fence; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        prevented("a full fence also releases what its agent has read", "1 1 0")),
                LitmusCase.of("RWC", "x=1 || r=x; r=y || y=1; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 1", "1 1 0", "1 1 1"),
                        onTsoAndWeak("the last load overtakes the store before it", "1 0 0")),
                LitmusCase.of("RWC+acq+fence", "x=1 || r=x.acq; r=y || y=1; fence; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 1", "1 1 0", "1 1 1"),
                        onWeak("one full fence has no partner", "1 0 0")),
                LitmusCase.of("RWC+fence+fence", "x=1 || r=x; fence; r=y || y=1; fence; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 1", "1 1 0", "1 1 1"),
                        prevented("the later fence comes after both stores", "1 0 0")),
                LitmusCase.of("ISA2", "x=1; y=1 || r=y; z=1 || r=z; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        onWeak("nothing is ordered", "1 1 0")),
                LitmusCase.of("ISA2+rel+acq", "x=1; y.rel=1 || r=y.acq; z.rel=1 || r=z.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        prevented("what is acquired is released again", "1 1 0")),
                LitmusCase.of("ISA2+rel+po+acq", "x=1; y.rel=1 || r=y; z.rel=1 || r=z.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        onWeak("what the second agent has not acquired it does not release", "1 1 0")),
                LitmusCase.of("ISA2+fence+po+fence", "x=1; fence; y=1 || r=y; z=1 || r=z; fence; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        forbidden(
                                "no store overtakes a load: the first fence comes before the second (RC11 and Armv8 allow it)",
                                "1 1 0")),
                LitmusCase.of("ISA2+fence+fence+fence", "x=1; fence; y=1 || r=y; fence; z=1 || r=z; fence; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 0", "0 1 1", "1 0 0", "1 0 1", "1 1 1"),
                        forbidden("a full fence releases and acquires", "1 1 0")),
                LitmusCase.of("Z6.3", "x=1; y=1 || y=2; z=1 || r=z; r=x -> y",
                        acceptable("0 0 y=1", "0 0 y=2", "0 1 y=1", "0 1 y=2", "1 0 y=1", "1 1 y=1", "1 1 y=2"),
                        onWeak("nothing is ordered", "1 0 y=2")),
                LitmusCase.of("Z6.3+rel+rel+acq", "x=1; y.rel=1 || y.rel=2; z.rel=1 || r=z.acq; r=x -> y",
                        acceptable("0 0 y=1", "0 0 y=2", "0 1 y=1", "0 1 y=2", "1 0 y=1", "1 1 y=1", "1 1 y=2"),
                        onWeak("that y=2 is newer than y=1 does not show x=1 (Armv8 forbids it, Power does not)",
                                "1 0 y=2")),
                LitmusCase.of("Z6.3+fence+fence+acq", "x=1; fence; y=1 || y=2; fence; z=1 || r=z.acq; r=x -> y",
                        acceptable("0 0 y=1", "0 0 y=2", "0 1 y=1", "0 1 y=2", "1 0 y=1", "1 1 y=1", "1 1 y=2"),
                        prevented("either the second fence comes later and releases x=1, or the first and y=1 is newer",
                                "1 0 y=2")));
    }

    /// Stores behind a release store, or in place of it.
    static List<LitmusCase> releaseSequences() {
        return List.of(
                LitmusCase.of("MP+rel+xchg+acq", "x=1; a.rel=1 || r=a.add(2) || r=a.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 1", "0 2 0", "0 2 1", "1 0 0", "1 0 1", "1 1 1", "1 3 1"),
                        prevented("what an exchange replaces, it releases too", "0 1 0", "1 1 0", "1 3 0"),
                        forbidden("an exchange reads what it replaces, and nothing can come between", "2 * *", "3 * *",
                                "0 3 *", "1 2 *")),
                LitmusCase.of("MP+rel-po+acq", "x=1; y.rel=1; y=2 || r=y.acq; r=x",
                        acceptable("0 0", "0 1", "1 1", "2 1"),
                        onWeak("an opaque store ends a release sequence, as in C++20 (RC11 forbids it)", "2 0"),
                        prevented("the release store is read by the acquire load", "1 0")),
                LitmusCase.of("MP+fence.rel-po+acq", "x=1; fence.rel; y=1; y=2 || r=y.acq; r=x",
                        acceptable("0 0", "0 1", "1 1", "2 1"),
                        prevented("a release fence orders all stores behind it", "1 0", "2 0")));
    }
}
