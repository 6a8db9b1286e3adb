package ringproof.corpus.eventidx;

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

/// kvmtool 51b1454f8de8.
public final class NeedEventEquality extends SeededBug {
    public NeedEventEquality() {
        super("kvmtool 51b1454f8de8", "2.7.7.2",
                "the device notifies only if the used index is just behind used_event, not if it has passed it",
                "split-eventnow/interrupt/none/LL/q16i7");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDevice(machine, layout, scenario) {
            @Override
            protected boolean driverWantsNotification(int newIdx, int oldIdx) {
                return newIdx == EventIdx.advance(readUsedEvent(), 1);
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
