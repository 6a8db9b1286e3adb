package ringproof.check.agent;

import ringproof.check.memory.Op;
import ringproof.machine.Event;

/// An event of the checked machine: one bit. Carries no Java state from signaller to waiter: that goes through memory or a lock.
public final class CheckedEvent implements Event {
    private final Instance instance;
    private final int number;
    private final int addr;
    private final String name;

    CheckedEvent(Instance instance, String name) {
        this.instance = instance;
        this.number = instance.shape.addEvent(name);
        this.addr = instance.newWord(name);
        this.name = name;
    }

    @Override
    public void signal() {
        if (instance.isRunning()) {
            instance.runner().request(Op.of(Op.Kind.SIGNAL, addr, number, 0));
        } else {
            instance.raise(number);
        }
    }

    @Override
    public void await() {
        if (!instance.isRunning()) {
            throw new IllegalStateException("only an agent can wait for " + name);
        }
        instance.runner().request(Op.of(Op.Kind.AWAIT, addr, number, 0));
    }
}
