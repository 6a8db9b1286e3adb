package ringproof.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import ringproof.check.MemoryModel;

/// A test method that builds a program in the [ringproof.check.World] it is given. The test passes when the program is proved: taken
/// through every schedule, once for each memory model.
///
/// The method is called again for every run of the program, so it must be deterministic, see [ringproof.check.Program]. What it makes
/// belongs in local variables, not in fields; methods that run before and after a test run once for each memory model.
///
/// A failure prints a token; the system property `ringproof.explore` or JUnit's configuration parameter of that name replays it, and
/// skips all other such tests.
///
/// Agents run on the JDK's continuations where `--add-exports java.base/jdk.internal.vm=ALL-UNNAMED` is given, else on threads, which
/// takes longer and explores the same.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(ExploreExtension.class)
public @interface Explore {
    /// One test for each.
    MemoryModel[] models() default {MemoryModel.SC, MemoryModel.TSO, MemoryModel.WEAK};

    /// For a program that is known to be wrong: under these memory models the test passes only when the program is refuted. None, but a
    /// text in [#refutedWith()]: under all of its models.
    MemoryModel[] refutedUnder() default {};

    /// Where the program must be refuted: text that the sentence must contain.
    String refutedWith() default "";

    /// Bytes of guest memory that the program needs.
    int memoryBytes() default 16 * 1024;

    /// Longest time for each memory model; a search that runs out of it fails the test.
    int seconds() default 60;

    /// Most states to remember; a search that runs out of them fails the test.
    long states() default Long.MAX_VALUE;

    /// Most steps of one execution; a search that comes to a longer one fails the test. An agent that polls memory without
    /// [ringproof.machine.Machine#relax()] exceeds any number.
    int depth() default 2_000;

    /// Threads that search together. With more than one, which of several findings is printed is a matter of luck.
    int workers() default 1;
}
