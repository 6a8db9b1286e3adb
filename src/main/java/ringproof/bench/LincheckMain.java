package ringproof.bench;

import java.time.Duration;
import ringproof.plain.Interleavings;

/// What runs in Lincheck's own JVM: the benchmark program for so many seconds, sound or with the seeded bug.
final class LincheckMain {
    private static final double NANOS = 1e9;

    private LincheckMain() {
    }

    public static void main(String[] args) {
        Class<?> tested = Boolean.parseBoolean(args[0]) ? LincheckRing.class : LincheckRing.WithoutRecheck.class;
        Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
        String[] threads = new String[RingSize.STANDARD.producers() + 1];
        for (int i = 0; i < threads.length - 1; i++) {
            threads[i] = "producer " + i;
        }
        threads[threads.length - 1] = "consumer";
        long start = System.nanoTime();
        Interleavings.Outcome outcome = Interleavings.run(tested, Integer.MAX_VALUE, time, "", threads);
        double seconds = (System.nanoTime() - start) / NANOS;
        for (String line : LincheckOutput.linesOf(outcome, seconds)) {
            System.out.println(line);
        }
        // Lincheck may leave threads behind that hang in what was run.
        System.exit(0);
    }
}
