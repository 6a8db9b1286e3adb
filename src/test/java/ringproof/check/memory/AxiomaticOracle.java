package ringproof.check.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ringproof.check.memory.SmallProgram.Kind;
import ringproof.check.memory.SmallProgram.Op;

/// Comes to the outcomes of a litmus test under the weak model by axioms, without the engine and without views: it enumerates which
/// store each load reads (`rf`) and in which order the stores to each word are (`mo`), and keeps what is consistent.
///
/// Source: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing sequential consistency in C/C++11", 2017 (RC11), with its names: coherence,
/// atomicity, no thin air, SC. As in C++20 a release sequence goes on through exchanges only, and any `sb;hb;sb` counts for SC. Unlike in
/// C++20 (\[atomics.order\] 3.4), who reads from whom does not: x86, as everybody compiles for it, lets a volatile load take its
/// agent's opaque store early. As in Java a volatile load that reads a volatile store synchronizes with every older volatile store to
/// that word, too (JLS 17.4.4). As in C++20 a full fence comes after the accesses that are older than what has been read before it.
///
/// Ringproof's own: an exchange stands between two full fences, as the contract of a cell says; a load-load fence is an acquire fence;
/// a store-store fence releases the agent's own stores. And as nothing is executed before what precedes it, the place of the full
/// fences in the order of volatile accesses and full fences agrees with the program order and the loads; RC11 asks that of `psc` alone.
final class AxiomaticOracle {
    private static final int INITIAL = -1;
    private static final int LOCK_WORD = LitmusProgram.WORDS.length();
    private static final Set<Kind> LOADS = Set.of(Kind.LOAD, Kind.ACQUIRE_LOAD, Kind.VOLATILE_LOAD, Kind.ADD, Kind.LOCK,
            Kind.COMPARE_AND_SET);
    private static final Set<Kind> STORES = Set.of(Kind.STORE, Kind.RELEASE_STORE, Kind.VOLATILE_STORE, Kind.ADD,
            Kind.LOCK,
            Kind.UNLOCK, Kind.COMPARE_AND_SET);
    private static final Set<Kind> EXCHANGES = Set.of(Kind.ADD, Kind.LOCK, Kind.COMPARE_AND_SET);
    private static final Set<Kind> ACQUIRE = Set.of(Kind.ACQUIRE_LOAD, Kind.VOLATILE_LOAD, Kind.ADD, Kind.LOCK,
            Kind.COMPARE_AND_SET);
    private static final Set<Kind> ACQUIRE_FENCES = Set.of(Kind.ACQUIRE_FENCE, Kind.LOAD_LOAD_FENCE, Kind.FENCE);
    private static final Set<Kind> RELEASE = Set.of(Kind.RELEASE_STORE, Kind.VOLATILE_STORE, Kind.ADD, Kind.UNLOCK,
            Kind.COMPARE_AND_SET);
    private static final Set<Kind> RELEASE_FENCES = Set.of(Kind.RELEASE_FENCE, Kind.FENCE);
    private static final Set<Kind> FENCES = Set.of(Kind.FENCE);
    private static final Set<Kind> VOLATILE_STORES = Set.of(Kind.VOLATILE_STORE);
    private static final Set<Kind> VOLATILE_LOADS = Set.of(Kind.VOLATILE_LOAD);
    private static final Set<Kind> SC = Set.of(Kind.FENCE, Kind.VOLATILE_LOAD, Kind.VOLATILE_STORE, Kind.ADD,
            Kind.COMPARE_AND_SET);

    private final LitmusProgram program;
    /// The initial store of each word first, then the agents' accesses and fences.
    private final List<Op> events = new ArrayList<>();
    private final List<Integer> agents = new ArrayList<>();
    private final List<Integer> comparisons = new ArrayList<>();
    private final int[] from;
    private final Relation sb;
    private final Set<String> outcomes = new TreeSet<>();

    private AxiomaticOracle(LitmusProgram program) {
        this.program = program;
        for (int word = 0; word <= LOCK_WORD; word++) {
            add(INITIAL, new Op(Kind.STORE, word, 0));
        }
        Op fence = new Op(Kind.FENCE, 0, 0);
        for (int agent = 0; agent < program.agents().size(); agent++) {
            for (Op op : program.agents().get(agent)) {
                switch (op.kind()) {
                    case ADD, COMPARE_AND_SET -> add(agent, fence, op, fence);
                    case LOCK, UNLOCK -> add(agent, new Op(op.kind(), LOCK_WORD, 0));
                    case LOCKED_INCREMENT -> throw new IllegalArgumentException("write it as lock and unlock");
                    default -> add(agent, op);
                }
            }
        }
        from = new int[events.size()];
        sb = relation((a, b) -> a < b
                && (agents.get(a) == INITIAL ? agents.get(b) != INITIAL : agents.get(a).equals(agents.get(b))));
    }

    private void add(int agent, Op... ops) {
        for (Op op : ops) {
            if (op.kind() == Kind.COMPARE_AND_SET) {
                comparisons.add(events.size());
            }
            events.add(op);
            agents.add(agent);
        }
    }

    static Set<String> outcomes(LitmusProgram program) {
        AxiomaticOracle oracle = new AxiomaticOracle(program);
        oracle.chooseSuccess(0);
        return oracle.outcomes;
    }

    private interface Pairs {
        boolean has(int a, int b);
    }

    private Relation relation(Pairs pairs) {
        return Relation.of(events.size(), pairs::has);
    }

    private boolean is(int event, Set<Kind> kinds) {
        return kinds.contains(events.get(event).kind());
    }

    private Relation each(Set<Kind> kinds) {
        return relation((a, b) -> a == b && is(a, kinds));
    }

    private boolean sameWord(int a, int b) {
        return isAccess(a) && isAccess(b) && events.get(a).word() == events.get(b).word();
    }

    private boolean isAccess(int event) {
        return is(event, LOADS) || is(event, STORES);
    }

    /// A compare-and-set that fails is a volatile load.
    private void chooseSuccess(int comparison) {
        if (comparison == comparisons.size()) {
            chooseSource(0);
            return;
        }
        chooseSuccess(comparison + 1);
        int event = comparisons.get(comparison);
        Op op = events.get(event);
        events.set(event, new Op(Kind.VOLATILE_LOAD, op.word(), 0));
        chooseSuccess(comparison + 1);
        events.set(event, op);
    }

    private boolean comparesRightly(int event) {
        return (valueOf(from[event]) == 0) == is(event, EXCHANGES);
    }

    private void chooseSource(int event) {
        if (event == events.size()) {
            Relation rf = relation((a, b) -> is(b, LOADS) && from[b] == a);
            if (sb.or(rf).isAcyclic() && comparisons.stream().allMatch(this::comparesRightly)) {
                chooseOrder(rf, new Relation(events.size()), 0);
            }
        } else if (is(event, LOADS)) {
            for (int source = 0; source < events.size(); source++) {
                boolean isFree = events.get(source).kind() != Kind.LOCK;
                if (source != event && isFree && is(source, STORES) && sameWord(source, event)) {
                    from[event] = source;
                    chooseSource(event + 1);
                }
            }
        } else {
            chooseSource(event + 1);
        }
    }

    private void chooseOrder(Relation rf, Relation mo, int event) {
        if (event == events.size()) {
            if (isConsistent(rf, mo)) {
                outcomes.add(outcome(mo));
            }
            return;
        }
        List<Integer> earlier = new ArrayList<>();
        for (int other = 0; other < event; other++) {
            if (is(event, STORES) && is(other, STORES) && sameWord(other, event)) {
                earlier.add(other);
            }
        }
        earlier.sort((a, b) -> mo.has(a, b) ? -1 : 1);
        for (int place = Math.min(1, earlier.size()); place <= earlier.size(); place++) {
            Relation longer = mo.copy();
            for (int i = 0; i < earlier.size(); i++) {
                longer.add(i < place ? earlier.get(i) : event, i < place ? event : earlier.get(i));
            }
            chooseOrder(rf, longer, event + 1);
        }
    }

    private boolean isConsistent(Relation rf, Relation mo) {
        Relation rb = relation((a, b) -> is(a, LOADS) && a != b && mo.has(from[a], b));
        Relation eco = rf.or(mo).or(rb).closure();
        Relation older = each(VOLATILE_STORES).then(mo.or(relation((a, b) -> a == b))).then(each(VOLATILE_STORES));
        Relation subsequent = older.then(rf).then(each(VOLATILE_LOADS));
        Relation synchronizes = released(RELEASE, rf).or(released(RELEASE_FENCES, rf)).or(subsequent);
        Relation hb = sb.or(synchronizes).closure();
        // What a store-store fence releases is the agent's own stores, and nothing that comes before them.
        Relation own = relation((a, b) -> agents.get(a) != INITIAL && is(a, STORES) && sb.has(a, b))
                .then(released(Set.of(Kind.STORE_STORE_FENCE), rf));
        Relation before = hb.or(own).or(own.then(hb));
        boolean isCoherent = eco.isAcyclic() && before.isAcyclic() && before.then(eco).isIrreflexive();
        boolean isAtomic = rb.then(mo).and(each(EXCHANGES)).isEmpty();
        Relation psc = psc(mo, rb, eco, hb, before).closure();
        return isCoherent && isAtomic && psc.isIrreflexive() && isExecutable(sb.or(rf).or(subsequent), psc);
    }

    /// Whether all can be executed after what precedes it, and each full fence in its place: what comes after an access that is executed
    /// after the fence, comes after the fence.
    private boolean isExecutable(Relation precedes, Relation psc) {
        Relation fences = each(FENCES);
        Relation order = precedes.or(psc.then(fences)).or(fences.then(psc)).closure();
        Relation more = order.or(fences.then(order).then(psc)).closure();
        while (!more.isSameAs(order)) {
            order = more;
            more = order.or(fences.then(order).then(psc)).closure();
        }
        return order.isIrreflexive();
    }

    /// From what releases to what acquires it: accesses, or fences with an access behind or before them.
    private Relation released(Set<Kind> by, Relation rf) {
        Relation sequence = rf.then(each(EXCHANGES)).closure().or(relation((a, b) -> a == b));
        boolean isFence = !by.equals(RELEASE);
        Relation toStore = isFence ? each(by).then(sb).and(relation((_, b) -> is(b, STORES))) : each(by);
        Relation toAcquire = sb.then(each(ACQUIRE_FENCES)).or(each(ACQUIRE));
        return toStore.then(sequence).then(rf).then(toAcquire);
    }

    private Relation psc(Relation mo, Relation rb, Relation eco, Relation hb, Relation before) {
        Relation scb = sb.or(sb.then(hb).then(sb)).or(hb.and(relation(this::sameWord))).or(mo).or(rb);
        Relation fences = each(FENCES);
        Relation from = each(SC).or(fences.then(hb));
        Relation base = from.then(scb).then(each(SC)).or(from.then(scb.or(eco)).then(before.then(fences)));
        return base.or(fences.then(hb.or(hb.then(eco).then(before))).then(fences));
    }

    private String outcome(Relation mo) {
        List<Long> loads = new ArrayList<>();
        List<Long> words = new ArrayList<>();
        for (int event = 0; event < events.size(); event++) {
            if (is(event, LOADS) && events.get(event).kind() != Kind.LOCK) {
                long value = valueOf(from[event]);
                loads.add(comparisons.contains(event) ? value == 0 ? 1 : 0 : value);
            }
        }
        for (int word = 0; word < LOCK_WORD; word++) {
            int last = word;
            for (int event = 0; event < events.size(); event++) {
                last = mo.has(last, event) ? event : last;
            }
            words.add(valueOf(last));
        }
        return program.outcome(loads, words);
    }

    private long valueOf(int store) {
        Op op = events.get(store);
        return op.kind() == Kind.ADD ? valueOf(from[store]) + op.value() : op.value();
    }
}
