package ringproof.corpus.driver;

import org.jspecify.annotations.Nullable;
import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Digest;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Linux virtio_blk 07b679f70d73, reverted by afd384f0dbea.
public final class BatchDropsOne extends SeededBug {
    public BatchDropsOne() {
        super("Linux virtio_blk 07b679f70d73, reverted by afd384f0dbea", "-",
                "of several requests that are taken together one is never completed",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            private boolean another;

            @Override
            public @Nullable Request takeUsed() {
                Request request = super.takeUsed();
                if (request != null && another) {
                    request = super.takeUsed();
                }
                another = request != null;
                return request;
            }

            @Override
            public void digest(Digest digest) {
                super.digest(digest);
                digest.add(another);
            }
        };
    }
}
