package ringproof.suite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Barrier;

/// The seeded bugs: every barrier dropped in turn on either ring, and the corpus, which is found as the services of [SeededBug].
public final class SeededBugs {
    private static final List<SeededBug> ALL = all();

    private SeededBugs() {
    }

    public static List<SeededBug> list() {
        return ALL;
    }

    /// The bug with this key, or null.
    public static @Nullable SeededBug ofKey(String key) {
        for (SeededBug bug : ALL) {
            if (bug.key().equals(key)) {
                return bug;
            }
        }
        return null;
    }

    /// How many different reports of bugs that shipped elsewhere these bugs stand for.
    public static int shippedCount(List<SeededBug> bugs) {
        Set<String> reports = new HashSet<>();
        bugs.forEach(bug -> reports.addAll(bug.shipped()));
        return reports.size();
    }

    private static List<SeededBug> all() {
        List<SeededBug> bugs = new ArrayList<>();
        for (boolean packed : new boolean[]{false, true}) {
            for (Barrier barrier : Barrier.values()) {
                bugs.add(new WithoutBarrier(barrier, packed));
            }
        }
        ServiceLoader.load(SeededBug.class).forEach(bugs::add);
        return List.copyOf(bugs);
    }

    /// A barrier that is not there, in the scenario that needs it.
    private static final class WithoutBarrier extends SeededBug {
        private final Barrier barrier;

        WithoutBarrier(Barrier barrier, boolean packed) {
            super((packed ? "packed-drop-" : "drop-") + barrier.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    "the barrier itself", barrier.clause(),
                    (packed ? "packed ring, no " : "no ") + barrier + ": " + barrier.reason(),
                    whereNeeded(barrier, packed));
            this.barrier = barrier;
        }

        private static String whereNeeded(Barrier barrier, boolean packed) {
            return switch (barrier) {
                case USED_EVENT_ADVANCE ->
                    (packed ? "packed-event" : "split-eventnow") + "/no-suppression/none/LL/q16i7";
                // Who sleeps until he is woken is ordered by that; not so who looks while the handler completes.
                case PUBLISH_COMPLETION, SEE_COMPLETION ->
                    (packed ? "packed-flags" : "split-flags") + "/toggle/yields/H/q16i7";
                case PUBLISH_AVAILABLE, SEE_AVAILABLE, KICK_CHECK, AVAILABLE_RECHECK, PUBLISH_USED, SEE_USED,
                        NOTIFY_CHECK, USED_RECHECK ->
                    (packed ? "packed-event" : "split-eventnow") + "/interrupt/none/LL/q16i7";
            };
        }

        @Override
        public Barrier dropped() {
            return barrier;
        }
    }
}
