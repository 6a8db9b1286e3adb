package ringproof.vhost;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.machine.NativeMachine;
import ringproof.machine.RegionMemory;

/// Our device behind a socket, with a thread that serves it, for tests.
public final class ServedDisk implements AutoCloseable {
    private static final long SECONDS = 30;

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> faults = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
    private final ServedDevice device;
    private final BackEnd backEnd;
    private final Thread thread;

    public ServedDisk(Path socket, Backend disk, BlkDeviceOptions options, Duration patience) throws IOException {
        RegionMemory memory = new RegionMemory();
        this.device = new ServedDevice(new NativeMachine(memory), disk, options, Hosting.DEFAULT);
        this.backEnd = new BackEnd(socket, device, memory, new PeerListener() {
            @Override
            public void ended(String why) {
                ends.add(why);
            }

            @Override
            public void fault(String why) {
                faults.add(why);
            }
        }, patience);
        this.thread = Thread.ofPlatform().daemon().name("back-end").start(() -> {
            try {
                backEnd.run();
            } catch (IOException | RuntimeException | Error e) {
                death.set(e);
            }
        });
    }

    public ServedDevice device() {
        return device;
    }

    /// Why the next connection ended, empty: the front-end went.
    public String nextEnd() throws InterruptedException {
        String end = ends.poll(SECONDS, TimeUnit.SECONDS);
        return end == null ? "no connection has ended" : end;
    }

    /// Why the device could not go on.
    public String nextFault() throws InterruptedException {
        String fault = faults.poll(SECONDS, TimeUnit.SECONDS);
        return fault == null ? "the device has no fault" : fault;
    }

    @Override
    public void close() throws IOException {
        backEnd.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backEnd.close();
        Throwable died = death.get();
        if (died != null) {
            throw new AssertionError("the back-end has died", died);
        }
    }
}
