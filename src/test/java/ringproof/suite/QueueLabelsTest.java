package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ringproof.check.Replay;
import ringproof.check.Schedule;
import ringproof.check.Trace;
import ringproof.queue.QueueLayout;
import ringproof.wire.PackedLayout;
import ringproof.wire.SplitLayout;

/// The names of a virtqueue's bytes, and the way back from them, on programs that have made no step yet.
final class QueueLabelsTest {

    private static Trace.Memory memory(String key) {
        Cell cell = Cell.parse(key);
        return Replay.run(cell.program(), cell.configuration(), new Schedule(new int[0])).trace().memory();
    }

    private static Map<String, Integer> addrs(Trace.Memory memory) {
        Map<String, Integer> addrs = new HashMap<>();
        for (Trace.Label label : memory.labels()) {
            assertThat(addrs.put(label.name(), label.addr())).as(label.name()).isNull();
        }
        return addrs;
    }

    @Test
    void a_split_queue_is_found_again() {
        Trace.Memory memory = memory("split-eventnow/interrupt/none/LL/q4i7.sc");
        List<QueueLabels.Named> queues = QueueLabels.find(memory);
        assertThat(queues).hasSize(1);
        QueueLayout layout = queues.getFirst().layout();
        assertThat(queues.getFirst().isPacked()).isFalse();
        assertThat(layout.size()).isEqualTo(4);
        assertThat(addrs(memory))
                .containsEntry("desc[3].next", (int) layout.descriptorArea() + 3 * 16 + SplitLayout.DESCRIPTOR_NEXT)
                .containsEntry("avail.ring[3]", (int) layout.driverArea() + SplitLayout.AVAIL_RING + 6)
                .containsEntry("used_event", (int) layout.driverArea() + SplitLayout.usedEventOffset(4))
                .containsEntry("used.ring[3].len", (int) layout.deviceArea() + SplitLayout.USED_RING + 3 * 8 + 4)
                .containsEntry("avail_event", (int) layout.deviceArea() + SplitLayout.availEventOffset(4));
        assertThat(memory.labels()).contains(new Trace.Label("used.idx", (int) layout.deviceArea() + 2, 2));
    }

    @Test
    void a_packed_queue_is_found_again() {
        Trace.Memory memory = memory("packed-event/interrupt/none/LL/q5i7.sc");
        List<QueueLabels.Named> queues = QueueLabels.find(memory);
        assertThat(queues).hasSize(1);
        QueueLayout layout = queues.getFirst().layout();
        assertThat(queues.getFirst().isPacked()).isTrue();
        assertThat(layout.size()).isEqualTo(5);
        assertThat(addrs(memory)).containsEntry("driver.suppression", (int) layout.driverArea())
                .containsEntry("device.suppression", (int) layout.deviceArea())
                .containsEntry("desc[4].flags", (int) layout.descriptorArea() + 4 * 16 + PackedLayout.DESCRIPTOR_FLAGS);
    }

    @Test
    void of_two_queues_each_is_found_and_each_request_is_named_by_its_own() {
        Trace.Memory memory = memory("split-flags/poll-queues/stays/HL/q4i7.sc");
        List<QueueLabels.Named> queues = QueueLabels.find(memory);
        assertThat(queues).extracting(QueueLabels.Named::number).containsExactly("", "1");
        assertThat(queues.get(1).layout().descriptorArea()).isGreaterThan(queues.get(0).layout().deviceArea());
        assertThat(addrs(memory)).containsKeys("desc1[0].addr", "avail1.idx", "used_event1", "q0.rq0.header",
                "q0.rq0.status", "q0.rq0.data", "q1.rq0.data");
    }

    @Test
    void memory_without_such_names_has_no_queue() {
        assertThat(QueueLabels.find(new Trace.Memory(List.of(), List.of(new Trace.Label("desc[0].addr", 0, 8)))))
                .isEmpty();
    }
}
