package ringproof.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Devices that answer what they may not, or not at all: the front-end gives up with a reason, and leaves nothing open.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class HostileBackEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private List<String> before;

    @BeforeEach
    void look() throws IOException {
        before = OpenFiles.now();
    }

    @AfterEach
    void nothing_stays_open() throws IOException {
        assertThat(OpenFiles.now()).isEqualTo(before);
    }

    /// A device that answers the nth question with the nth of these, and then closes; null: it waits for the front-end to go.
    private void connectTo(Duration patience, boolean waits, byte[]... answers) throws Exception {
        Path path = directory.resolve("d");
        AtomicReference<Throwable> died = new AtomicReference<>();
        try (UnixSocket listening = UnixSocket.listen(path);
                SharedMemory memory = SharedMemory.allocate(4096)) {
            Thread device = Thread.ofPlatform().daemon().start(() -> {
                try (UnixSocket peer = listening.accept(); Channel channel = new Channel(peer, PATIENCE)) {
                    answer(peer, channel, waits, answers);
                } catch (IOException | RuntimeException | Error e) {
                    died.set(e);
                }
            });
            try (FrontEnd none = FrontEnd.connect(path, memory, 16, patience)) {
                throw new AssertionError("connected to a device with queues: " + none.queueCount());
            } finally {
                device.join();
                assertThat(died.get()).isNull();
            }
        }
    }

    private static void answer(UnixSocket peer, Channel channel, boolean waits, byte[]... answers) throws IOException {
        Poller poller = new Poller();
        poller.add(channel.number(), Poller.READABLE);
        int given = 0;
        while (!channel.hasEnded() && (waits || given < answers.length)) {
            poller.await(Poller.FOREVER);
            try (Message message = channel.receive()) {
                if (message != null && given < answers.length) {
                    peer.send(answers[given++], List.of(), 1000);
                }
            }
        }
    }

    private static byte[] reply(int code, byte... payload) {
        return new Message(code, 5, payload, new ArrayList<>()).bytes();
    }

    @Test
    void a_device_that_closes_at_once() {
        assertThatThrownBy(() -> connectTo(PATIENCE, false)).hasMessageMatching(
                "the device has closed the connection|the peer has gone");
    }

    @Test
    void a_device_that_does_not_answer() {
        assertThatThrownBy(() -> connectTo(Duration.ofMillis(50), true))
                .hasMessage("the device does not answer message 1");
    }

    @Test
    void an_answer_to_another_question() {
        assertThatThrownBy(() -> connectTo(PATIENCE, true, reply(2, new byte[8])))
                .hasMessageContaining("answers another message");
    }

    @Test
    void a_question_for_an_answer() {
        byte[] request = Message.request(VhostRequest.GET_FEATURES, new byte[8]).bytes();
        assertThatThrownBy(() -> connectTo(PATIENCE, true, request)).hasMessageContaining("answers another message");
    }

    @Test
    void an_answer_of_another_length() {
        assertThatThrownBy(() -> connectTo(PATIENCE, true, reply(1, new byte[4]))).hasMessageContaining("4 bytes");
    }

    @Test
    void an_oversized_answer() {
        byte[] header = Message.numbers(Integer.BYTES, 1, 5, 1 << 30);
        assertThatThrownBy(() -> connectTo(PATIENCE, true, header)).hasMessageContaining("more than any has");
    }

    @Test
    void half_an_answer() {
        assertThatThrownBy(() -> connectTo(PATIENCE, false, new byte[]{1, 0, 0, 0, 5}))
                .hasMessageContaining("in the middle of a message");
        assertThatThrownBy(() -> connectTo(Duration.ofMillis(50), true, new byte[]{1, 0, 0, 0, 5}))
                .hasMessageMatching("the rest of a message does not come|the device does not answer message 1");
    }

    @Test
    void a_device_that_is_no_disk() {
        assertThatThrownBy(() -> connectTo(PATIENCE, true, reply(1, new byte[8])))
                .hasMessageContaining("it is no block device");
    }

    @Test
    void nobody_listens() {
        Path nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> FrontEnd.connect(nowhere, SharedMemory.allocate(), 16, PATIENCE))
                .isInstanceOf(IOException.class).hasMessageContaining("start the device first");
        Path tooLong = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> UnixSocket.connect(tooLong)).hasMessageContaining("too long for a socket");
        assertThatThrownBy(() -> UnixSocket.listen(tooLong)).hasMessageContaining("too long for a socket");
        assertThatThrownBy(() -> UnixSocket.listen(directory)).hasMessageContaining("already");
    }
}
