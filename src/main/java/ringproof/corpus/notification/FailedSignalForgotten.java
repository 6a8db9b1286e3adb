package ringproof.corpus.notification;

import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// SPDK 9b74b4a3de54.
public final class FailedSignalForgotten extends SeededBug {
    public FailedSignalForgotten() {
        super("SPDK 9b74b4a3de54", "2.7.7.2",
                "the write that raises the interrupt fails, and what was to be told is forgotten all the same",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected Event callback(Machine machine) {
        return new Failing(machine.newCell("has failed"), machine.newEvent("callback"));
    }

    /// A line on which the first write fails.
    private record Failing(Cell hasFailed, Event line) implements Event {
        @Override
        public void signal() {
            if (!hasFailed.compareAndSet(0, 1)) {
                line.signal();
            }
        }

        @Override
        public void await() {
            line.await();
        }
    }
}
