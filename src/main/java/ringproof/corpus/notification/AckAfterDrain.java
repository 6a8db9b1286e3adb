package ringproof.corpus.notification;

import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.Machine;
import ringproof.suite.SeededBug;

/// sDDF 7030423892c2.
public final class AckAfterDrain extends SeededBug {
    public AckAfterDrain() {
        super("sDDF 7030423892c2", "2.3",
                "the handler acknowledges the interrupt after it has drained, and with it one that has come meanwhile",
                "split-flags/interrupt/none/LL/q16i7");
    }

    @Override
    protected Event callback(Machine machine) {
        return new Level(machine.newCell("pending"), machine.newEvent("callback"));
    }

    /// A line that stays raised until it is acknowledged, which whoever waits does before he waits again.
    private record Level(Cell pending, Event line) implements Event {
        @Override
        public void signal() {
            pending.set(1);
            line.signal();
        }

        @Override
        public void await() {
            pending.set(0);
            do {
                line.await();
            } while (pending.get() == 0);
        }
    }
}
