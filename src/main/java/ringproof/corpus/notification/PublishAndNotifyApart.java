package ringproof.corpus.notification;

import ringproof.corpus.BatchingWorker;
import ringproof.corpus.SplitDevice;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.queue.EventIdx;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;
import ringproof.transport.DeviceAlarm;

/// Firecracker ffe77023cdb5.
public final class PublishAndNotifyApart extends SeededBug {
    public PublishAndNotifyApart() {
        super("Firecracker ffe77023cdb5", "2.7.7.2",
                "the device publishes each buffer, and decides later about the last one only",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected boolean driverWantsNotification(int newIdx, int oldIdx) {
                return super.driverWantsNotification(newIdx, EventIdx.advance(newIdx, -1));
            }
        };
    }

    @Override
    protected QueueWorker worker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick,
            Event callback,
            DeviceAlarm alarm) {
        return new BatchingWorker(machine, queue, executor, kick, callback, alarm);
    }
}
