package ringproof.vhost;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringproof.wire.LittleEndian;

/// One message of vhost-user. Closing it closes the descriptors that nobody has taken.
///
/// ```text
/// +0 request  le32
/// +4 flags    le32  bits 0-1 version, 1; bit 2 reply; bit 3 an acknowledgement is wanted
/// +8 size     le32  of the payload
/// +12 payload
/// ```
final class Message implements AutoCloseable {
    static final int HEADER_BYTES = 12;
    static final int FLAGS = 4;
    static final int SIZE = 8;
    /// Longer payloads are the peer's fault: the longest are a configuration space and a table of memory regions.
    static final int MAX_PAYLOAD_BYTES = 4096;

    private static final int VERSION_MASK = 3;
    private static final int VERSION = 1;
    private static final int REPLY = 4;
    private static final int NEED_REPLY = 8;

    private final int code;
    private final int flags;
    private final byte[] payload;
    private final List<Fd> fds;

    Message(int code, int flags, byte[] payload, List<Fd> fds) {
        this.code = code;
        this.flags = flags;
        this.payload = payload;
        this.fds = fds;
    }

    int code() {
        return code;
    }

    int flags() {
        return flags;
    }

    /// Not a copy.
    byte[] payload() {
        return payload;
    }

    List<Fd> fds() {
        return fds;
    }

    /// A request without descriptors.
    static Message request(VhostRequest request, byte[] payload) {
        return new Message(request.code(), VERSION, payload, List.of());
    }

    /// A request to be sent; the descriptors stay the caller's.
    static Message request(VhostRequest request, byte[] payload, List<Fd> fds) {
        return new Message(request.code(), VERSION, payload, fds);
    }

    /// The answer to this request.
    Message reply(byte[] answer) {
        return new Message(code, VERSION | REPLY, answer, List.of());
    }

    /// The same, asking for an acknowledgement.
    Message acknowledged() {
        return new Message(code, flags | NEED_REPLY, payload, fds);
    }

    boolean isReply() {
        return (flags & REPLY) != 0;
    }

    boolean needsReply() {
        return (flags & NEED_REPLY) != 0;
    }

    boolean hasVersion() {
        return (flags & VERSION_MASK) == VERSION;
    }

    byte[] bytes() {
        byte[] bytes = new byte[HEADER_BYTES + payload.length];
        LittleEndian.put(bytes, 0, Integer.BYTES, code);
        LittleEndian.put(bytes, FLAGS, Integer.BYTES, flags);
        LittleEndian.put(bytes, SIZE, Integer.BYTES, payload.length);
        System.arraycopy(payload, 0, bytes, HEADER_BYTES, payload.length);
        return bytes;
    }

    int int32(int offset) {
        return (int) LittleEndian.get(payload, offset, Integer.BYTES);
    }

    long int64(int offset) {
        return LittleEndian.get(payload, offset, Long.BYTES);
    }

    /// A payload of one number.
    static byte[] value(long value) {
        return numbers(Long.BYTES, value);
    }

    /// A payload of two: the index of a queue and what is said of it.
    static byte[] vring(int queue, int value) {
        return numbers(Integer.BYTES, queue, value);
    }

    /// A payload of numbers of so many bytes each.
    static byte[] numbers(int bytesEach, long... values) {
        byte[] payload = new byte[values.length * bytesEach];
        for (int i = 0; i < values.length; i++) {
            LittleEndian.put(payload, i * bytesEach, bytesEach, values[i]);
        }
        return payload;
    }

    /// Its only descriptor, from now on the caller's; null: it has none. Throws where it has several.
    @Nullable
    Fd takeFd() throws ProtocolException {
        if (fds.size() > 1) {
            throw new ProtocolException("message " + code + " carries " + fds.size() + " descriptors, not one");
        }
        return fds.isEmpty() ? null : fds.removeFirst();
    }

    @Override
    public void close() {
        for (Fd fd : fds) {
            fd.close();
        }
    }
}
