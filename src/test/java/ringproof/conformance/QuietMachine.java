package ringproof.conformance;

import ringproof.machine.Cell;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.Lock;
import ringproof.machine.Machine;
import ringproof.plain.PlainEvent;
import ringproof.plain.PlainMachine;

/// The plain world on one thread: who would have to wait for an event stops there instead, and can be run again.
///
/// So a whole device is moved by hand, and what it does not do is as certain as what it does.
final class QuietMachine implements Machine {
    /// An agent would sleep.
    static final class Asleep extends RuntimeException {
        private static final long serialVersionUID = 1;

        Asleep() {
            super("asleep", null, false, false);
        }
    }

    final AccessLog memory;
    private final PlainMachine machine;

    QuietMachine(int memoryBytes) {
        memory = new AccessLog(memoryBytes);
        machine = new PlainMachine(memory);
    }

    /// Runs an agent until it would sleep, or ends.
    static void run(Runnable agent) {
        try {
            agent.run();
        } catch (Asleep asleep) {
            // As it should.
        }
    }

    /// Takes what was signalled, if anything was.
    static boolean lower(Event event) {
        return ((Line) event).line.lower();
    }

    private record Line(PlainEvent line) implements Event {
        @Override
        public void signal() {
            line.signal();
        }

        @Override
        public void await() {
            if (!line.lower()) {
                throw new Asleep();
            }
        }
    }

    @Override
    public AccessLog memory() {
        return memory;
    }

    @Override
    public Lock newLock(String name, Digestible guarded) {
        return machine.newLock(name, guarded);
    }

    @Override
    public Lock newLock(String name) {
        return machine.newLock(name);
    }

    @Override
    public Event newEvent(String name) {
        return new Line(machine.newEvent(name));
    }

    @Override
    public Cell newCell(String name) {
        return machine.newCell(name);
    }

    @Override
    public void relax() {
        throw new Asleep();
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void settle(long mark, long result) {
        // Only the checker forgets.
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        // Only the checker forgets.
    }
}
