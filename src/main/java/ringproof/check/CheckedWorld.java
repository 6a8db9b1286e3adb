package ringproof.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Machine;

/// What a program is built with: hands everything on to the execution in hand.
final class CheckedWorld implements World {
    private final Execution execution;
    private final CheckedMachine machine;
    private final CheckedMemory memory;
    private final Properties always;
    private final Properties atEnd;

    CheckedWorld(Execution execution, CheckedMachine machine, CheckedMemory memory, Properties always,
            Properties atEnd) {
        this.execution = execution;
        this.machine = machine;
        this.memory = memory;
        this.always = always;
        this.atEnd = atEnd;
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public void agent(String name, Runnable body) {
        execution.addAgent(name, false, body);
    }

    @Override
    public void daemon(String name, Runnable body) {
        execution.addAgent(name, true, body);
    }

    @Override
    public int choose(String what, int alternatives) {
        return execution.choose(what, alternatives);
    }

    @Override
    public void always(Supplier<@Nullable String> property) {
        always.add(property);
    }

    @Override
    public void atEnd(Supplier<@Nullable String> property) {
        atEnd.add(property);
    }

    @Override
    public boolean isHeld(String name) {
        for (CheckedLock lock : execution.locks()) {
            if (lock.name().equals(name)) {
                return lock.owner() != null;
            }
        }
        throw new IllegalArgumentException("there is no lock " + name);
    }

    @Override
    public void label(long addr, int bytes, String name) {
        memory.label(addr, bytes, name);
    }
}
