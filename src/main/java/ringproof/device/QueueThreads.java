package ringproof.device;

import java.util.ArrayList;
import java.util.List;
import ringproof.machine.Machine;
import ringproof.transport.QueuePort;
import ringproof.wire.FeatureSet;

/// The threads of a device and which of its queues each serves.
///
/// QEMU: iothread-vq-mapping. Whoever builds the device runs each [#agent(int)] on a thread of its own. Thread-safe.
public final class QueueThreads {
    private final DeviceThread[] threads;
    private final QueueStatistics[] statistics;

    /// Threads for `queueCount` queues, none of them live.
    public QueueThreads(Machine machine, int queueCount, Hosting hosting) {
        this.threads = new DeviceThread[Math.min(queueCount, hosting.threads())];
        for (int i = 0; i < threads.length; i++) {
            List<String> queues = new ArrayList<>();
            for (int queue = i; queue < queueCount; queue += threads.length) {
                queues.add("queue" + queue);
            }
            threads[i] = new DeviceThread(machine, "device" + i, queues, hosting.batch(), hosting.polling().get());
        }
        this.statistics = new QueueStatistics[queueCount];
        for (int queue = 0; queue < queueCount; queue++) {
            statistics[queue] = new QueueStatistics();
        }
    }

    private DeviceThread threadOf(int queue) {
        return threads[queue % threads.length];
    }

    private int numberOf(int queue) {
        return queue / threads.length;
    }

    /// Number of threads.
    public int count() {
        return threads.length;
    }

    /// What a thread is to run.
    public Runnable agent(int thread) {
        return threads[thread];
    }

    /// What serving this queue has cost, over all its lives.
    public QueueStatistics statistics(int queue) {
        return statistics[queue];
    }

    /// See [ringproof.transport.DeviceModel#notified(int, int)].
    public void kick(int queue, int next) {
        threadOf(queue).kick(numberOf(queue)).kick(next);
    }

    /// The queue is live, with these features.
    public void attach(QueuePort port, FeatureSet accepted, QueueServer server) {
        threadOf(port.queue()).attach(numberOf(port.queue()), new LiveQueue(port, accepted, server));
    }

    /// Returns when this queue is not touched any more; it is forgotten.
    public void detach(int queue) {
        threadOf(queue).detach(numberOf(queue));
    }

    /// Returns when no queue is touched any more.
    public void suspend() {
        for (DeviceThread thread : threads) {
            thread.pause();
        }
    }

    /// Goes on after [#suspend()].
    public void resume() {
        for (DeviceThread thread : threads) {
            thread.resume(false);
        }
    }

    /// Returns when no queue is touched any more; all are forgotten.
    public void reset() {
        suspend();
        for (DeviceThread thread : threads) {
            thread.resume(true);
        }
    }

    /// Makes every agent return. Final.
    public void end() {
        for (DeviceThread thread : threads) {
            thread.end();
        }
    }
}
