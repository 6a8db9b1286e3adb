package ringproof.corpus;

import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.transport.DeviceAlarm;

/// A device that publishes what it has used, and decides whether to notify, when nothing more is available. No bug by itself.
public final class BatchingWorker extends QueueWorker {
    private final Event callback;

    public BatchingWorker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick, Event callback,
            DeviceAlarm alarm) {
        super(machine, queue, executor, kick, callback, alarm);
        this.callback = callback;
    }

    @Override
    protected void complete(int headId, long usedLengthBytes) {
        queue().stage(headId, usedLengthBytes);
    }

    @Override
    public boolean rest() {
        queue().publish();
        if (queue().needsNotification()) {
            callback.signal();
        }
        return super.rest();
    }
}
