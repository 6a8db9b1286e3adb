package ringproof.vhost;

import org.jspecify.annotations.Nullable;

/// What the front-end asks of the back-end, as far as block devices need it.
///
/// vhost-user protocol: front-end message types. Linux: VHOST_USER_* of libvhost-user.
enum VhostRequest {
    GET_FEATURES(1, 0, Answer.VALUE), SET_FEATURES(2, 8, Answer.NONE), SET_OWNER(3, 0, Answer.NONE),
    RESET_OWNER(4, 0, Answer.NONE), SET_MEM_TABLE(5, VhostRequest.VARIABLE, Answer.NONE),
    SET_VRING_NUM(8, 8, Answer.NONE), SET_VRING_ADDR(9, 40, Answer.NONE), SET_VRING_BASE(10, 8, Answer.NONE),
    GET_VRING_BASE(11, 8, Answer.VALUE), SET_VRING_KICK(12, 8, Answer.NONE), SET_VRING_CALL(13, 8, Answer.NONE),
    SET_VRING_ERR(14, 8, Answer.NONE), GET_PROTOCOL_FEATURES(15, 0, Answer.VALUE),
    SET_PROTOCOL_FEATURES(16, 8, Answer.NONE), GET_QUEUE_NUM(17, 0, Answer.VALUE),
    SET_VRING_ENABLE(18, 8, Answer.NONE), GET_CONFIG(24, VhostRequest.VARIABLE, Answer.BYTES),
    SET_CONFIG(25, VhostRequest.VARIABLE, Answer.NONE), RESET_DEVICE(34, 0, Answer.NONE),
    GET_MAX_MEM_SLOTS(36, 0, Answer.VALUE), ADD_MEM_REG(37, 40, Answer.NONE), REM_MEM_REG(38, 40, Answer.NONE);

    /// What comes back where nobody has asked for an acknowledgement.
    enum Answer {
        NONE, VALUE, BYTES
    }

    static final int VARIABLE = -1;

    private final int code;
    private final int payloadBytes;
    private final Answer answer;

    VhostRequest(int code, int payloadBytes, Answer answer) {
        this.code = code;
        this.payloadBytes = payloadBytes;
        this.answer = answer;
    }

    /// The request with this number, or null.
    static @Nullable VhostRequest of(int code) {
        for (VhostRequest request : values()) {
            if (request.code == code) {
                return request;
            }
        }
        return null;
    }

    int code() {
        return code;
    }

    /// Whether a request may have so many bytes after its header.
    boolean hasLength(int lengthBytes) {
        return payloadBytes == VARIABLE || payloadBytes == lengthBytes;
    }

    /// Whether it is answered by itself, so that it needs no acknowledgement.
    boolean isAnswered() {
        return answer != Answer.NONE;
    }
}
