package ringproof.vhost;

import java.io.IOException;

/// The peer did what the protocol forbids, or has gone: the connection is of no more use. The message is one clause for people.
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
