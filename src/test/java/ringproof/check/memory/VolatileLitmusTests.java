package ringproof.check.memory;

import static ringproof.check.memory.LitmusCase.acceptable;
import static ringproof.check.memory.LitmusCase.forbidden;
import static ringproof.check.memory.LitmusCase.onTsoAndWeak;
import static ringproof.check.memory.LitmusCase.onWeak;
import static ringproof.check.memory.LitmusCase.prevented;

import java.util.List;

/// Litmus tests of volatile accesses: they have one order, and are no fences for the accesses around them.
///
/// Sources: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing sequential consistency in C/C++11", 2017; JLS 17.4.4.
final class VolatileLitmusTests {
    private VolatileLitmusTests() {
    }

    /// All accesses that matter are volatile.
    static List<LitmusCase> oneOrder() {
        return List.of(
                LitmusCase.of("SB+vol", "x.vol=1; r=y.vol || y.vol=1; r=x.vol",
                        acceptable("0 1", "1 0", "1 1"),
                        prevented("volatile accesses have one order that agrees with the program", "0 0")),
                LitmusCase.of("2+2W+vol+vol", "x.vol=1; y.vol=2 || y.vol=1; x.vol=2 -> x y",
                        acceptable("x=1 y=2", "x=2 y=1", "x=2 y=2"),
                        prevented("volatile accesses have one order that agrees with the program", "x=1 y=1")),
                LitmusCase.of("R+vol+vol", "x.vol=1; y.vol=1 || y.vol=2; r=x.vol -> y",
                        acceptable("0 y=1", "1 y=1", "1 y=2"),
                        prevented("a store that is newer comes later, and a load that is older earlier", "0 y=2")),
                LitmusCase.of("IRIW+vol", "x.vol=1 || y.vol=1 || r=x.vol; r=y.vol || r=y.vol; r=x.vol",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        prevented("volatile accesses have one order", "1 0 1 0")),
                LitmusCase.of("MP+vol+vol", "x=1; y.vol=1 || r=y.vol; r=x",
                        acceptable("0 0", "0 1", "1 1"),
                        prevented("a volatile store releases, a volatile load acquires", "1 0")),
                LitmusCase.of("MP+vol+other vol+vol", "x=1; y.vol=1 || y.vol=2 || r=y.vol; r=x -> y",
                        acceptable("0 0 y=1", "0 0 y=2", "0 1 y=1", "0 1 y=2", "1 1 y=1", "1 1 y=2", "2 0 y=1",
                                "2 1 y=1", "2 1 y=2"),
                        prevented("a volatile load also acquires from the volatile stores before the one that it reads "
                                + "(C++ allows it, Java does not)", "2 0 y=2"),
                        forbidden("the volatile load reads the store behind the data", "1 0 *")),
                LitmusCase.of("SB+vol-fence+vol", "x.vol=1; fence; r=y || y.vol=1; r=x.vol",
                        acceptable("0 1", "1 0", "1 1"),
                        forbidden("full fences have their place among the volatile accesses", "0 0")),
                LitmusCase.of("SB+fence+fence-vol", "x=1; fence; r=y || y=1; fence; r=x.vol",
                        acceptable("0 1", "1 0", "1 1"),
                        forbidden("the later of the two fences comes after both stores", "0 0")));
    }

    /// Some are not.
    static List<LitmusCase> noFences() {
        return List.of(
                LitmusCase.of("SB+vol-po", "x.vol=1; r=y || y.vol=1; r=x",
                        acceptable("0 1", "1 0", "1 1"),
                        onWeak("a volatile store orders no opaque load behind it; compilers for x86 put a full fence there",
                                "0 0")),
                LitmusCase.of("SB+po-vol", "x=1; r=y.vol || y=1; r=x.vol",
                        acceptable("0 1", "1 0", "1 1"),
                        onTsoAndWeak("a volatile load orders no opaque store before it", "0 0")),
                LitmusCase.of("SB+rel-vol", "x.rel=1; r=y.vol || y.rel=1; r=x.vol",
                        acceptable("0 1", "1 0", "1 1"),
                        onTsoAndWeak("a volatile load orders no release store before it", "0 0")),
                LitmusCase.of("SB+vol+vol-rfi", "x.vol=1; r=y.vol || y=1; r=y.vol; r=x.vol",
                        acceptable("0 1 1", "1 1 0", "1 1 1"),
                        onTsoAndWeak(
                                "a volatile load may see its agent's own opaque store early (C++20 forbids what x86 does)",
                                "0 1 0"),
                        forbidden("a load sees its agent's own store or a newer one", "* 0 *")),
                LitmusCase.of("MP+vol load+acq", "x=1; r=z.vol; y=1 || r=y.acq; r=x",
                        acceptable("0 0 0", "0 0 1", "0 1 1"),
                        onWeak("a volatile load orders no stores", "0 1 0")),
                LitmusCase.of("MP+vol store+acq", "x=1; z.vol=1; y=1 || r=y.acq; r=x",
                        acceptable("0 0", "0 1", "1 1"),
                        onWeak("the stores around a volatile store are not ordered: the one behind overtakes it",
                                "1 0")),
                LitmusCase.of("MP+rel+vol load", "x=1; y.rel=1 || r=y; r=z.vol; r=x",
                        acceptable("0 0 0", "0 0 1", "1 0 1"),
                        onWeak("the loads around a volatile load are not ordered: the one before is overtaken",
                                "1 0 0")),
                LitmusCase.of("MP+rel+vol store", "x=1; y.rel=1 || r=y; z.vol=1; r=x",
                        acceptable("0 0", "0 1", "1 1"),
                        onWeak("a volatile store orders no loads", "1 0")),
                LitmusCase.of("MP+data vol", "x.vol=1; y=1 || r=y; r=x.vol",
                        acceptable("0 0", "0 1", "1 1"),
                        onWeak("the opaque accesses overtake the volatile ones", "1 0")),
                LitmusCase.of("S+data vol", "x.vol=1; y=1 || r=y; x.vol=2 -> x",
                        acceptable("0 x=1", "0 x=2", "1 x=2"),
                        onWeak("the order of volatile accesses is not that in which an opaque store is seen", "1 x=1")),
                LitmusCase.of("2+2W+po-vol+vol-vol", "x=1; y.vol=2 || y.vol=1; x.vol=2 -> x y",
                        acceptable("x=1 y=2", "x=2 y=1", "x=2 y=2"),
                        onWeak("an opaque store has no place among the volatile ones", "x=1 y=1")),
                LitmusCase.of("R+po-vol+vol-vol", "x=1; y.vol=1 || y.vol=2; r=x.vol -> y",
                        acceptable("0 y=1", "1 y=1", "1 y=2"),
                        onWeak("that y=2 is newer than y=1 does not show x=1 (Armv8 forbids it)", "0 y=2")),
                LitmusCase.of("IRIW+vol+po-vol", "x.vol=1 || y.vol=1 || r=x; r=y.vol || r=y.vol; r=x.vol",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        onWeak("an opaque load is overtaken by a volatile one", "1 0 1 0")),
                LitmusCase.of("IRIW+po+vol", "x=1 || y=1 || r=x.vol; r=y.vol || r=y.vol; r=x.vol",
                        acceptable("0 0 0 0", "0 0 0 1", "0 0 1 0", "0 0 1 1", "0 1 0 0", "0 1 0 1", "0 1 1 0",
                                "0 1 1 1", "1 0 0 0", "1 0 0 1", "1 0 1 1", "1 1 0 0", "1 1 0 1", "1 1 1 0", "1 1 1 1"),
                        onWeak("opaque stores have no order, whoever loads them (C++20 and Armv8 forbid it)",
                                "1 0 1 0")));
    }
}
