package ringproof.corpus.eventidx;

import ringproof.corpus.SplitDevice;
import ringproof.machine.Digest;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Linux vhost 809ecb9bca6a, reverted by 8d65843c4426.
public final class CacheUsedEvent extends SeededBug {
    public CacheUsedEvent() {
        super("Linux vhost 809ecb9bca6a, reverted by 8d65843c4426", "2.7.7.2",
                "the device reads used_event again only when the used index passes the value it remembers",
                "split-eventnow/toggle-keep-irq/stays/HL/q16i65534");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new CachingDevice(machine, layout, scenario);
    }

    /// Remembers `used_event` and believes it until the used index passes it.
    private static final class CachingDevice extends SplitDevice {
        private final int queueSize;
        private int cached;

        CachingDevice(Machine machine, QueueLayout layout, Scenario scenario) {
            super(machine, layout, scenario);
            this.queueSize = layout.size();
            this.cached = scenario.startIdx();
        }

        @Override
        protected boolean driverWantsNotification(int newIdx, int oldIdx) {
            boolean ahead = EventIdx.needsEvent(cached, EventIdx.advance(newIdx, queueSize), newIdx);
            if (ahead && !EventIdx.needsEvent(cached, newIdx, oldIdx)) {
                return false;
            }
            cached = readUsedEvent();
            return EventIdx.needsEvent(cached, newIdx, oldIdx);
        }

        @Override
        public void digest(Digest digest) {
            super.digest(digest);
            digest.add(cached);
        }
    }
}
