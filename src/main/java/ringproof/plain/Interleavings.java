package ringproof.plain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.NoExceptionVerifier;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/// Runs one scenario of a class with `@Operation` and `@Validate` methods under Lincheck, and counts the interleavings that ran.
///
/// Lincheck stops early and silently when it has nothing left to try, so whoever asks must look at the count.
public final class Interleavings {
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicLong DEADLINE_NANOS = new AtomicLong();

    private Interleavings() {
    }

    /// How many interleavings ran, whether the time was used up before Lincheck came to an end, and what it reported: the empty string
    /// when it found nothing.
    public record Outcome(int count, boolean isOutOfTime, String report) {
    }

    /// Leaves Lincheck in the middle of its work.
    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("out of time", null, false, false);
        }
    }

    /// Accepts every result but an exception, and counts. Outside the interleaved code, so Lincheck does not reset the count.
    public static final class Counting implements Verifier {
        private final Verifier noException = new NoExceptionVerifier();

        public Counting(Class<?> ignored) {
        }

        @Override
        public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
            COUNT.incrementAndGet();
            if (System.nanoTime() - DEADLINE_NANOS.get() > 0) {
                throw new OutOfTime();
            }
            return noException.verifyResults(scenario, results);
        }
    }

    /// Up to `limit` interleavings of the threads, after the calls of `before`. Calls are written `submit 0, device`, with at most one
    /// argument each.
    public static Outcome run(Class<?> tested, int limit, String before, String... threads) {
        return run(tested, limit, FOREVER, before, threads);
    }

    /// The same, but no longer than `time`.
    public static Outcome run(Class<?> tested, int limit, Duration time, String before, String... threads) {
        List<List<Actor>> parallel = new ArrayList<>();
        for (String calls : threads) {
            parallel.add(actors(tested, calls));
        }
        ExecutionScenario scenario = new ExecutionScenario(actors(tested, before), parallel, List.of(), null);
        COUNT.set(0);
        DEADLINE_NANOS.set(System.nanoTime() + time.toNanos());
        try {
            new ModelCheckingOptions()
                    .iterations(0)
                    .addCustomScenario(scenario)
                    .invocationsPerIteration(limit)
                    .minimizeFailedScenario(false)
                    .loopBound(1000)
                    .verifier(Counting.class)
                    // Data that one agent at a time copies.
                    .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(PlainMemory.class.getName())
                            .methods("read", "write").ignore())
                    .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(PlainMemory.class.getName()).allMethods()
                            .treatAsAtomic())
                    .check(tested);
            return new Outcome(COUNT.get(), false, "");
        } catch (OutOfTime stopped) {
            return new Outcome(COUNT.get(), true, "");
        } catch (LincheckAssertionError found) {
            return new Outcome(COUNT.get(), false, String.valueOf(found.getMessage()));
        }
    }

    private static List<Actor> actors(Class<?> tested, String calls) {
        List<Actor> actors = new ArrayList<>();
        for (String call : calls.isEmpty() ? new String[0] : calls.split(", ", -1)) {
            String[] words = call.split(" ", -1);
            try {
                actors.add(words.length == 1
                        ? new Actor(tested.getMethod(words[0]), List.of())
                        : new Actor(tested.getMethod(words[0], int.class), List.of(Integer.valueOf(words[1]))));
            } catch (NoSuchMethodException unknown) {
                throw new IllegalArgumentException("no call \"" + call + "\" in " + tested, unknown);
            }
        }
        return actors;
    }
}
