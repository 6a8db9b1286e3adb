package ringproof.vhost;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.wire.LittleEndian;

/// Messages over a connection. Reading never waits: a message may come in pieces, and until it is whole there is none. One reader and one
/// writer at a time.
///
/// - I1 what is received belongs to one message: never more is asked for than it still lacks
final class Channel implements AutoCloseable {
    private final UnixSocket socket;
    private final Duration patience;

    private byte[] buffer = new byte[Message.HEADER_BYTES];
    private int filled;
    private List<Fd> fds = new ArrayList<>();
    private long beganNanos;
    private boolean ended;

    /// `patience`: how long a peer may take for the rest of a message, and for reading one.
    Channel(UnixSocket socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    int number() {
        return socket.number();
    }

    void send(Message message) throws ProtocolException {
        socket.send(message.bytes(), message.fds(), (int) patience.toMillis());
    }

    /// The next message, if it has come whole; null: not yet, or no more, see [#hasEnded()].
    @Nullable
    Message receive() throws ProtocolException {
        while (true) {
            int count = socket.receive(buffer, filled, buffer.length - filled, fds);
            if (count == UnixSocket.NOTHING_YET) {
                if (isTorn() && System.nanoTime() - beganNanos > patience.toNanos()) {
                    throw new ProtocolException("the rest of a message does not come");
                }
                return null;
            }
            if (count == UnixSocket.ENDED) {
                if (isTorn()) {
                    throw new ProtocolException("the peer has gone in the middle of a message");
                }
                ended = true;
                return null;
            }
            if (filled == 0) {
                beganNanos = System.nanoTime();
            }
            filled += count;
            if (filled < Message.HEADER_BYTES) {
                continue;
            }
            int payloadBytes = payloadBytes();
            if (filled == Message.HEADER_BYTES + payloadBytes) {
                return whole();
            }
            if (filled == Message.HEADER_BYTES) {
                byte[] longer = new byte[Message.HEADER_BYTES + payloadBytes];
                System.arraycopy(buffer, 0, longer, 0, filled);
                buffer = longer;
            }
        }
    }

    private int payloadBytes() throws ProtocolException {
        long bytes = LittleEndian.get(buffer, Message.SIZE, Integer.BYTES);
        if (bytes > Message.MAX_PAYLOAD_BYTES) {
            throw new ProtocolException("a message of " + bytes + " bytes, more than any has");
        }
        return (int) bytes;
    }

    private Message whole() {
        byte[] payload = new byte[filled - Message.HEADER_BYTES];
        System.arraycopy(buffer, Message.HEADER_BYTES, payload, 0, payload.length);
        Message message = new Message((int) LittleEndian.get(buffer, 0, Integer.BYTES),
                (int) LittleEndian.get(buffer, Message.FLAGS, Integer.BYTES), payload, fds);
        buffer = new byte[Message.HEADER_BYTES];
        filled = 0;
        fds = new ArrayList<>();
        return message;
    }

    /// Whether the peer writes no more, and all that it wrote was received.
    boolean hasEnded() {
        return ended;
    }

    /// Whether the rest of a message is to come.
    boolean isTorn() {
        return filled > 0;
    }

    Duration patience() {
        return patience;
    }

    /// Ends the connection for both sides, whoever waits.
    void shutdown() {
        socket.shutdown();
    }

    @Override
    public void close() throws IOException {
        for (Fd fd : fds) {
            fd.close();
        }
        socket.close();
    }
}
