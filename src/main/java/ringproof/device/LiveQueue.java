package ringproof.device;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// A queue that is live: its server, what that was made from, and whether it rests. Not thread-safe: whoever has borrowed it from [DeviceThread].
final class LiveQueue implements Digestible {
    private final QueuePort port;
    private final FeatureSet accepted;
    private final QueueServer server;
    private boolean resting;

    /// A queue at its start, which nobody has looked at.
    LiveQueue(QueuePort port, FeatureSet accepted, QueueServer server) {
        this.port = port;
        this.accepted = accepted;
        this.server = server;
    }

    QueueServer server() {
        return server;
    }

    /// Whether its notifications are on and nothing was available then, so that it need not be looked at before it is kicked.
    boolean rests() {
        return resting;
    }

    /// One turn; see [QueueServer#serve(int, Digestible)].
    int serve(int limit, Digestible context) {
        resting = false;
        return server.serve(limit, context);
    }

    /// See [QueueServer#rest()].
    boolean rest() {
        resting = resting || server.rest();
        return resting;
    }

    /// What the server does next depends on where the queue lies and on the features, too.
    @Override
    public void digest(Digest digest) {
        digest.add(port).add(accepted.bits()).add(server).add(resting);
    }
}
