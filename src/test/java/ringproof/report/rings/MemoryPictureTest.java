package ringproof.report.rings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import ringproof.check.Trace;
import ringproof.suite.Token;

/// What the picture of memory says at some steps of committed findings.
final class MemoryPictureTest {
    private static final String SPLIT = "split-eventnow/toggle-keep-irq-ignore/leaves/HL/q16i7";

    private record Finding(Trace trace, MemoryPicture picture) {
        static Finding of(String key) {
            Token token = Seeds.of(key);
            Trace trace = token.replay().replay().trace();
            return new Finding(trace, MemoryPicture.of(trace, token.cell().scenario()));
        }

        /// The number of the first step with these words, or of the last.
        int step(String what) {
            for (int i = 0; i < trace.steps().size(); i++) {
                if (trace.steps().get(i).what().equals(what)) {
                    return i + 1;
                }
            }
            throw new AssertionError(what + " is no step of\n" + trace.toText());
        }

        /// Each field of a word, and what is right of it in its row.
        List<Shown> word(String name, int step) {
            Trace.Label label = trace.memory().labels().stream().filter(l -> l.name().equals(name)).findFirst()
                    .orElseThrow();
            List<Shown> shown = new ArrayList<>();
            for (MemoryPicture.Drawn drawn : picture.at(step)) {
                if (drawn.field().spans().contains(new Span(label.addr(), label.bytes()))) {
                    shown.add(drawn.shown());
                }
            }
            return shown;
        }

        String note(int step, String... alternatives) {
            List<String> texts = picture.at(step).stream().map(drawn -> drawn.shown().text()).toList();
            List<String> found = List.of(alternatives).stream().filter(texts::contains).toList();
            return String.join(" and ", found);
        }
    }

    @Test
    void a_split_ring_shows_what_is_available_what_is_used_and_who_wants_to_be_told() {
        Finding finding = Finding.of(SPLIT + ".sc");
        assertThat(finding.word("avail.idx", 0)).containsExactly(new Shown("7", ""));
        assertThat(finding.word("desc[0].addr", 0)).containsExactly(new Shown("", ""));
        assertThat(finding.note(0, "interrupt at the next", "passed: no interrupt")).isEqualTo("interrupt at the next");

        int published = finding.step("avail.idx = 8");
        assertThat(finding.word("avail.idx", published)).containsExactly(new Shown("8", "wrote"));
        assertThat(finding.word("avail.ring[7]", published)).containsExactly(new Shown("0", "live wrote"));
        assertThat(finding.word("desc[0].addr", published)).containsExactly(new Shown("q0.rq0.header", "live wrote"));
        assertThat(finding.word("desc[1].flags", published)).containsExactly(new Shown("NEXT WRITE", "live wrote"));
        assertThat(finding.word("desc[1].next", published)).containsExactly(new Shown("2", "live wrote"));
        assertThat(finding.word("desc[3].addr", published)).containsExactly(new Shown("", ""));
        assertThat(finding.word("avail.idx", published + 1)).containsExactly(new Shown("8", ""));

        int off = finding.step("used_event = 0");
        assertThat(finding.note(off, "interrupt at the next", "passed: no interrupt"))
                .isEqualTo("passed: no interrupt");

        int used = finding.step("used.idx = 8");
        assertThat(finding.word("used.ring[7].id", used)).containsExactly(new Shown("0", "wrote"));
        assertThat(finding.word("used.ring[7].len", used)).containsExactly(new Shown("513", "wrote"));
        assertThat(finding.word("desc[0].addr", used)).containsExactly(new Shown("q0.rq0.header", "read"));
        assertThat(finding.word("q0.rq0.status", used)).containsExactly(new Shown("0 OK", "wrote"));
    }

    @Test
    void lines_locks_and_events_show_what_is_pending_and_who_holds() {
        Finding finding = Finding.of(SPLIT + ".sc");
        int kick = finding.step("signal kick");
        assertThat(finding.word("kick", kick - 1)).containsExactly(new Shown("no kick", ""));
        assertThat(finding.word("kick", kick)).containsExactly(new Shown("kick pending", "raised wrote"));
        assertThat(finding.word("kick", finding.step("woken by kick"))).containsExactly(new Shown("no kick", "wrote"));
        int lock = finding.step("lock q0.lock");
        assertThat(finding.word("q0.lock", lock)).containsExactly(new Shown("held by job1", "raised wrote"));
        assertThat(finding.word("q0.lock", finding.step("unlock q0.lock"))).containsExactly(new Shown("free", "wrote"));
    }

    @Test
    void under_tso_a_store_is_in_the_buffer_before_it_is_in_memory() {
        Finding finding = Finding.of(SPLIT + ".tso");
        int stored = finding.step("avail.idx = 8");
        int visible = finding.step("visible: avail.idx = 8");
        assertThat(finding.word("avail.idx", stored)).containsExactly(new Shown("7", ""));
        assertThat(finding.picture.at(stored)).extracting(MemoryPicture.Drawn::shown)
                .contains(new Shown("avail.idx = 8", "waits wrote"));
        assertThat(finding.picture.at(stored + 1)).extracting(MemoryPicture.Drawn::shown)
                .contains(new Shown("avail.idx = 8", "waits"));
        assertThat(finding.picture.at(visible)).extracting(drawn -> drawn.shown().text())
                .doesNotContain("avail.idx = 8");
        assertThat(finding.word("avail.idx", visible)).containsExactly(new Shown("8", "wrote"));
        assertThat(finding.picture.captions()).extracting(Caption::text)
                .contains("store buffers, the oldest store on top");
        assertThat(Finding.of(SPLIT + ".sc").picture.captions()).extracting(Caption::text)
                .doesNotContain("store buffers, the oldest store on top");
    }

    @Test
    void a_packed_ring_shows_both_wrap_counters_and_what_its_flags_mean() {
        Finding finding = Finding.of("packed-event/toggle-keep-irq-ignore/leaves/HL/q16i7.sc");
        int available = finding.step("desc[7].flags = 129");
        assertThat(finding.word("desc[7].flags", available)).extracting(Shown::text).containsExactly("NEXT", "1", "0");
        assertThat(finding.word("desc[7].flags", available)).extracting(Shown::marks).containsOnly("live wrote");
        assertThat(finding.note(available, "slot 10, wrap 1")).isNotEmpty();
        assertThat(finding.word("desc[9].addr", available)).extracting(Shown::text).containsExactly("q0.rq0.status");
        int used = finding.step("desc[7].flags = 32898");
        assertThat(finding.word("desc[7].flags", used)).extracting(Shown::text).containsExactly("WRITE", "1", "1");
        assertThat(finding.word("driver.suppression", finding.step("driver.suppression = 65536")))
                .extracting(Shown::text).containsExactly("DISABLE");
    }

    @Test
    void of_two_queues_each_is_drawn_without_what_nobody_touches() {
        Finding finding = Finding.of("split-flags/poll-queues/yields/H/q16i7.sc");
        assertThat(finding.picture.captions()).extracting(Caption::text).contains(
                "q0: split ring, 16 descriptors, flags",
                "q1: split ring, 16 descriptors, flags", "16 slots that nobody touches",
                "12 more slots that nobody touches");
    }

    @Test
    void a_frame_holds_what_its_step_changes_and_nothing_else() {
        Finding finding = Finding.of(SPLIT + ".tso");
        assertThat(finding.picture.frames()).hasSameSizeAs(finding.trace.steps());
        for (int step = 1; step <= finding.trace.steps().size(); step++) {
            List<MemoryPicture.Drawn> before = finding.picture.at(step - 1);
            for (MemoryPicture.Change change : finding.picture.frames().get(step - 1)) {
                assertThat(change.shown()).isNotEqualTo(before.get(change.field()).shown());
            }
        }
    }

    @Test
    void everything_lies_within_the_picture_and_no_two_boxes_overlap() {
        for (String key : List.of(SPLIT + ".tso", "packed-event/toggle-keep-irq-ignore/leaves/HL/q16i7.sc",
                "split-flags/poll-queues/yields/H/q16i7.sc")) {
            MemoryPicture picture = Finding.of(key).picture;
            List<Field> fields = picture.fields();
            for (Field field : fields) {
                assertThat(field.x() + field.width()).as(place(field)).isLessThanOrEqualTo(picture.width() + 2);
                assertThat(field.y()).as(place(field)).isLessThan(picture.height());
                for (Field other : fields.subList(fields.indexOf(field) + 1, fields.size())) {
                    boolean apart = field.y() != other.y() || field.x() + field.width() <= other.x()
                            || other.x() + other.width() <= field.x();
                    assertThat(apart).as(place(field) + " and " + place(other)).isTrue();
                }
            }
        }
    }

    private static String place(Field field) {
        return String.format(Locale.ROOT, "%s at %d, %d", field.kind(), field.x(), field.y());
    }

    @Test
    void a_trace_of_nothing_that_has_a_name_has_no_picture() {
        Trace trace = new Trace(List.of("driver"), List.of(new Trace.Step(0, "waits", null, "", -1, List.of())),
                new Trace.Memory(List.of(), List.of()));
        MemoryPicture picture = MemoryPicture.of(trace, Seeds.of(SPLIT + ".sc").cell().scenario());
        assertThat(picture.isEmpty()).isTrue();
        assertThat(picture.at(1)).isEmpty();
    }
}
