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

/// VIRTIO 2.7.10: a notification may be spurious.
public final class SpuriousLeavesOff extends SeededBug {
    public SpuriousLeavesOff() {
        super("VIRTIO 2.7.10: a notification may be spurious", "2.7.10",
                "the handler believes every interrupt, and when nothing was used returns with callbacks off",
                "split-flags/interrupt/none/L/q16i7/spurious");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new CredulousDriver(machine, layout, scenario);
    }

    private static final class CredulousDriver extends SplitDriver {
        private boolean found;

        CredulousDriver(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario);
        }

        @Override
        public boolean callbackArrived() {
            return true;
        }

        @Override
        public void disableCallback() {
            found = false;
            super.disableCallback();
        }

        @Override
        public @Nullable Request takeUsed() {
            Request request = super.takeUsed();
            found |= request != null;
            return request;
        }

        @Override
        public boolean enableCallback() {
            return !found || super.enableCallback();
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(found);
        }
    }
}
