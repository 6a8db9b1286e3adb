package ringproof.plain;

import ringproof.machine.Event;

/// An event as a monitor. Thread-safe.
public final class PlainEvent implements Event {
    private boolean raised;

    @Override
    public synchronized void signal() {
        raised = true;
        notifyAll();
    }

    @Override
    public synchronized void await() {
        while (!raised) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for an event", stopped);
            }
        }
        raised = false;
    }

    /// Takes the signal if there is one, without waiting. For actors that must come to an end.
    public synchronized boolean lower() {
        boolean was = raised;
        raised = false;
        return was;
    }
}
