package ringproof.corpus.notification;

import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.queue.DeviceQueue;
import ringproof.suite.SeededBug;
import ringproof.transport.DeviceAlarm;

/// cloud-hypervisor e4f074452146.
public final class WrongVector extends SeededBug {
    public WrongVector() {
        super("cloud-hypervisor e4f074452146", "2.3",
                "queues are renumbered, so the interrupt goes to the vector of another",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected QueueWorker worker(Machine machine, DeviceQueue queue, RequestExecutor executor, Event kick,
            Event callback,
            DeviceAlarm alarm) {
        return new QueueWorker(machine, queue, executor, kick, machine.newEvent("other vector"), alarm);
    }
}
