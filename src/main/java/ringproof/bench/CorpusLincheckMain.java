package ringproof.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import ringproof.plain.Interleavings;
import ringproof.suite.InterleavedGuest;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.suite.SeededBugs;

/// What runs in Lincheck's own JVM: the seeded bugs with these keys, and once each of their scenarios without a bug.
final class CorpusLincheckMain {
    private static final double NANOS = 1e9;

    private CorpusLincheckMain() {
    }

    public static void main(String[] args) {
        int limit = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
        Set<Scenario> sound = new HashSet<>();
        for (int i = 2; i < args.length; i++) {
            SeededBug bug = SeededBugs.ofKey(args[i]);
            if (bug == null) {
                throw new IllegalArgumentException("there is no seeded bug \"" + args[i] + "\"");
            }
            if (sound.add(bug.where())) {
                look(bug, false, limit, time);
            }
            look(bug, true, limit, time);
        }
        // Lincheck may leave threads behind that hang in what was run.
        System.exit(0);
    }

    private static void look(SeededBug bug, boolean seeded, int limit, Duration time) {
        long start = System.nanoTime();
        InterleavedGuest.choose(bug, seeded);
        String[] threads = InterleavedGuest.threads(Objects.requireNonNull(bug.where())).toArray(String[]::new);
        Interleavings.Outcome outcome = Interleavings.run(CorpusGuest.class, limit, time, "", threads);
        System.out.println(
                CorpusLincheck.lineOf(bug.key(), seeded, outcome, (System.nanoTime() - start) / NANOS));
    }
}
