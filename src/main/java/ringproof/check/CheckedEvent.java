package ringproof.check;

import ringproof.machine.Event;

/// An event of the checked machine: one bit. Carries no Java state from signaller to waiter: that goes through memory or a lock.
final class CheckedEvent implements Event, StoreBuffer.Delayed {
    private final Execution execution;
    private final long addr;
    private final String name;
    private boolean raised;

    CheckedEvent(Execution execution, long addr, String name) {
        this.execution = execution;
        this.addr = addr;
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isRaised() {
        return raised;
    }

    @Override
    public long addr() {
        return addr;
    }

    @Override
    public void signal() {
        Agent agent = execution.current();
        if (agent == null) {
            raised = true;
            return;
        }
        execution.buffered(agent, addr, 1);
        agent.buffer.addDelayed(this, 0);
        agent.observe(addr);
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.recordBuffered(agent, toString(), null);
        }
    }

    @Override
    public void takeEffect(long value) {
        raised = true;
    }

    @Override
    public void await() {
        Agent agent = execution.current();
        if (agent == null) {
            throw new IllegalStateException("only an agent can wait for " + name);
        }
        agent.event = this;
        execution.step(agent, Agent.Pending.AWAIT, addr, 1, true, false);
        raised = false;
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.record(agent, "woken by " + name, null);
        }
    }

    @Override
    public String toString() {
        return "signal " + name;
    }
}
