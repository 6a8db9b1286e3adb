package ringproof.check;

import java.util.EnumSet;
import java.util.Set;
import ringproof.machine.Barrier;

/// How a program is run: under which memory model, and without which of its barriers and locks.
public record Configuration(MemoryModel model, Set<Barrier> dropped, Set<String> ignoredLocks,
        Set<Reduction> reductions,
        CoroutineKind coroutines) {

    /// All barriers and locks, all reductions, agents on continuations.
    public static Configuration of(MemoryModel model) {
        return new Configuration(model, EnumSet.noneOf(Barrier.class), Set.of(), EnumSet.allOf(Reduction.class),
                CoroutineKind.CONTINUATION);
    }

    /// The same without a barrier: a fence does nothing, an ordered access is only opaque.
    public Configuration dropping(Barrier barrier) {
        EnumSet<Barrier> more = EnumSet.of(barrier);
        more.addAll(dropped);
        return new Configuration(model, more, ignoredLocks, reductions, coroutines);
    }

    /// The same with a lock that excludes nobody.
    public Configuration ignoringLock(String name) {
        return new Configuration(model, dropped, Set.of(name), reductions, coroutines);
    }

    /// The same with these reductions alone.
    public Configuration reducing(Set<Reduction> only) {
        return new Configuration(model, dropped, ignoredLocks, only, coroutines);
    }

    /// The same with every agent on a thread of its own instead of a continuation: slower, for JVMs without them.
    public Configuration onThreads() {
        return new Configuration(model, dropped, ignoredLocks, reductions, CoroutineKind.THREAD);
    }
}
