package ringproof.report.rings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringproof.check.Access;
import ringproof.check.Access.Kind;
import ringproof.check.Access.Target;
import ringproof.check.MemoryModel;
import ringproof.check.Trace;
import ringproof.suite.Token;

/// Memory and store buffers, against what the agents of real traces saw, and on traces that never ran.
final class MemoryImageTest {
    /// So many tokens apart, and prime: every ring, policy and model is met.
    private static final int APART = 7;

    private static Trace.Step step(Access... accesses) {
        return new Trace.Step(accesses[0].agent(), "", null, "", -1, List.of(accesses));
    }

    private static Access word(Kind kind, int agent, int addr, long value) {
        return new Access(kind, Target.WORD, agent, addr, 2, value);
    }

    private static MemoryImage image() {
        return new MemoryImage(new Trace(List.of("one", "other"), List.of(),
                new Trace.Memory(List.of(0x8877665544332211L, 0L, 0L), List.of())));
    }

    private static List<Token> tokens() {
        List<Token> tokens = Seeds.all().stream().filter(token -> token.cell().model() != MemoryModel.WEAK).toList();
        return tokens.stream().filter(token -> tokens.indexOf(token) % APART == 0).toList();
    }

    /// Under the weak model a load may see what is old, and nothing can be said here.
    @Test
    void what_agents_read_is_in_memory_or_in_their_own_buffer() {
        int reads = 0;
        for (Token token : tokens()) {
            Trace trace = token.replay().replay().trace();
            MemoryImage image = new MemoryImage(trace);
            for (Trace.Step step : trace.steps()) {
                for (Access access : step.accesses()) {
                    image.apply(step(access));
                    if (access.kind() == Kind.READ) {
                        assertThat(seen(image, access)).as("%s in %s of %s", access, step, token)
                                .isEqualTo(access.value());
                        reads++;
                    }
                }
            }
        }
        assertThat(reads).isGreaterThan(tokens().size());
    }

    private static long seen(MemoryImage image, Access read) {
        for (MemoryImage.Waiting waiting : image.waiting(read.agent()).reversed()) {
            Access stored = waiting.access();
            if (stored.addr() == read.addr() && stored.bytes() == read.bytes()) {
                return stored.value();
            }
        }
        return image.get(read.addr(), read.bytes());
    }

    @Test
    void memory_begins_as_the_trace_says_and_keeps_what_is_stored() {
        MemoryImage image = image();
        assertThat(image.get(2, 2)).isEqualTo(0x4433);
        assertThat(image.isUsed(new Span(0, 2))).isTrue();
        assertThat(image.isUsed(new Span(8, 8))).isFalse();
        image.apply(step(word(Kind.STORE, 0, 2, 0xFFFE)));
        assertThat(image.get(0, 8)).isEqualTo(0x88776655FFFE2211L);
        assertThat(image.isWrittenNow(new Span(2, 2))).isTrue();
        assertThat(image.isWrittenNow(new Span(4, 2))).isFalse();
        image.apply(step(word(Kind.READ, 1, 2, 0xFFFE)));
        assertThat(image.isWrittenNow(new Span(2, 2))).isFalse();
        assertThat(image.isReadNow(new Span(2, 2))).isTrue();
        assertThat(image.isStale(new Span(2, 2))).isFalse();
        image.apply(step(word(Kind.READ, 1, 2, 7)));
        assertThat(image.isStale(new Span(2, 2))).isTrue();
    }

    @Test
    void a_word_that_was_written_is_used_even_if_it_holds_zero() {
        MemoryImage image = image();
        image.apply(step(word(Kind.STORE, 0, 8, 0)));
        assertThat(image.isUsed(new Span(8, 2))).isTrue();
        assertThat(image.isUsed(new Span(10, 2))).isFalse();
    }

    @Test
    void a_buffered_store_is_in_memory_once_it_is_flushed_and_plain_writes_follow_it() {
        MemoryImage image = image();
        image.apply(step(word(Kind.PLAIN_WRITE, 0, 8, 1)));
        assertThat(image.get(8, 2)).as("nothing to wait behind").isOne();
        image.apply(step(word(Kind.BUFFER, 0, 10, 2), word(Kind.PLAIN_WRITE, 0, 12, 3)));
        image.apply(step(word(Kind.BUFFER, 0, 14, 4)));
        image.apply(step(word(Kind.PLAIN_WRITE, 1, 16, 5)));
        assertThat(image.get(8, 8)).isEqualTo(1);
        assertThat(image.get(16, 2)).as("another agent's buffer is empty").isEqualTo(5);
        assertThat(image.waiting(0)).extracting(waiting -> waiting.access().value()).containsExactly(2L, 3L, 4L);
        assertThat(image.waiting(0)).extracting(MemoryImage.Waiting::since).containsExactly(2, 2, 3);
        image.apply(step(word(Kind.FLUSH, 0, 10, 2)));
        assertThat(image.get(8, 8)).isEqualTo(0x0000_0003_0002_0001L);
        assertThat(image.waiting(0)).hasSize(1);
        assertThat(image.isWrittenNow(new Span(12, 2))).isTrue();
        image.apply(step(word(Kind.OVERTAKEN, 0, 8, 9)));
        assertThat(image.get(8, 2)).isOne();
    }

    @Test
    void a_lock_is_held_until_its_release_is_in_memory() {
        MemoryImage image = image();
        image.apply(step(new Access(Kind.STORE, Target.LOCK, 1, 16, 8, 1)));
        assertThat(image.holder(16)).isOne();
        image.apply(step(new Access(Kind.BUFFER, Target.LOCK, 1, 16, 8, 0)));
        assertThat(image.holder(16)).isOne();
        image.apply(step(new Access(Kind.FLUSH, Target.LOCK, 1, 16, 8, 0)));
        assertThat(image.holder(16)).isNegative();
    }
}
