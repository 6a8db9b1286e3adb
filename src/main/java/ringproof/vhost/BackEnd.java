package ringproof.vhost;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringproof.machine.RegionMemory;

/// Serves a device to front-ends that connect to a socket, one after the other.
///
/// QEMU: the peer of vhost-user-blk-pci; qemu-storage-daemon: --export vhost-user-blk. [#run()] returns after [#stop()], which any thread may
/// call; [#close()] afterwards.
public final class BackEnd implements AutoCloseable {
    /// For the rest of a message, and for reading an answer.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final UnixSocket socket;
    private final ServedDevice device;
    private final RegionMemory memory;
    private final PeerListener listener;
    private final Duration patience;
    private final EventFd wake;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
    private volatile boolean stopping;

    /// Makes the socket, and starts the device's threads. `memory` is that of the device's machine; it follows what the front-end says.
    /// Throws [IOException] with one sentence where there can be no such socket.
    public BackEnd(Path path, ServedDevice device, RegionMemory memory, PeerListener listener, Duration patience)
            throws IOException {
        this.device = device;
        this.memory = memory;
        this.listener = listener;
        this.patience = patience;
        this.wake = EventFd.create();
        try {
            this.socket = UnixSocket.listen(path);
        } catch (IOException e) {
            wake.close();
            throw e;
        }
        for (int i = 0; i < device.agentCount(); i++) {
            Runnable agent = device.agent(i);
            threads.add(Thread.ofPlatform().daemon().name("device" + i).start(() -> serveQueues(agent)));
        }
    }

    /// A device that has lost a thread serves nobody.
    private void serveQueues(Runnable agent) {
        try {
            agent.run();
        } catch (RuntimeException | Error died) {
            death.compareAndSet(null, died);
            stop();
        }
    }

    /// Serves until it is stopped. Throws [IllegalStateException] where a thread of the device has died.
    public void run() throws IOException {
        Poller poller = new Poller();
        while (!stopping) {
            poller.clear();
            poller.add(wake.number(), Poller.READABLE);
            int entry = poller.add(socket.number(), Poller.READABLE);
            poller.await(Poller.FOREVER);
            if (!stopping && poller.has(entry, Poller.READABLE)) {
                try (Channel channel = new Channel(socket.accept(), patience)) {
                    serve(channel);
                }
            }
        }
        Throwable died = death.get();
        if (died != null) {
            throw new IllegalStateException("a thread of the device has died", died);
        }
    }

    private void serve(Channel channel) {
        listener.connected();
        Session session = new Session(device, memory, listener::fault);
        String why = "";
        try {
            converse(channel, session);
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        // A dead thread gives no queue back.
        if (death.get() == null) {
            session.close();
        }
        listener.ended(why);
    }

    /// One message in each round, so that a front-end that talks without end does not keep the kicks waiting.
    private void converse(Channel channel, Session session) throws IOException {
        Poller poller = new Poller();
        while (!stopping && !channel.hasEnded()) {
            poller.clear();
            poller.add(wake.number(), Poller.READABLE);
            poller.add(channel.number(), Poller.READABLE);
            session.addKicks(poller);
            poller.await(channel.isTorn() ? (int) patience.toMillis() + 1 : Poller.FOREVER);
            session.takeKicks();
            try (Message message = channel.receive()) {
                Message answer = message == null ? null : session.handle(message);
                if (answer != null) {
                    channel.send(answer);
                }
            }
        }
    }

    /// Makes [#run()] return, after the requests at hand.
    public void stop() {
        stopping = true;
        wake.signal();
    }

    /// Ends the device's threads and removes the socket.
    @Override
    public void close() throws IOException {
        device.end();
        for (Thread thread : threads) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        wake.close();
        socket.close();
    }
}
