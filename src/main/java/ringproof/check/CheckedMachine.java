package ringproof.check;

import ringproof.machine.Barrier;
import ringproof.machine.Cell;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;
import ringproof.machine.Lock;
import ringproof.machine.Machine;

/// The checked world: every request to it may be a scheduling point.
final class CheckedMachine implements Machine {
    private final Execution execution;
    private final CheckedMemory memory;
    private final Digest scratch = new Digest();

    CheckedMachine(Execution execution, CheckedMemory memory) {
        this.execution = execution;
        this.memory = memory;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Lock newLock(String name, Digestible guarded) {
        return execution.newLock(name, guarded);
    }

    @Override
    public Lock newLock(String name) {
        return execution.newLock(name, null);
    }

    @Override
    public Event newEvent(String name) {
        return execution.newEvent(name);
    }

    @Override
    public Cell newCell(String name) {
        return new CheckedCell(memory.newCell(name));
    }

    @Override
    public void relax() {
        Agent agent = execution.current();
        if (agent == null) {
            return;
        }
        execution.point(agent, Agent.Pending.RELAX, false);
        agent.watch.clear();
        Recorder recorder = execution.recorder();
        if (recorder != null) {
            recorder.record(agent, "spins on", null);
        }
    }

    @Override
    public long mark() {
        Agent agent = execution.current();
        return agent == null ? 0 : agent.digest;
    }

    @Override
    public void settle(long mark, long result) {
        Agent agent = execution.current();
        if (agent != null && agent.footprint.isEmpty()) {
            agent.digest = Digest.mix(mark, result);
        }
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        Agent agent = execution.current();
        if (agent != null) {
            agent.digest = scratch.reset(Digest.mix(loop.hashCode(), agent.footprint.isEmpty() ? 0 : agent.digest))
                    .add(live).value();
        }
    }

    private final class CheckedCell implements Cell {
        private static final int BYTES = 8;
        private final long addr;

        CheckedCell(long addr) {
            this.addr = addr;
        }

        @Override
        public long get() {
            return memory.atomicLoad(addr, BYTES, null);
        }

        @Override
        public void set(long value) {
            memory.atomicStore(addr, BYTES, value, null);
        }

        @Override
        public long getAcquire(Barrier barrier) {
            return memory.atomicLoad(addr, BYTES, barrier);
        }

        @Override
        public void setRelease(long value, Barrier barrier) {
            memory.atomicStore(addr, BYTES, value, barrier);
        }

        @Override
        public boolean compareAndSet(long expected, long value) {
            long seen = exchangeStart();
            boolean equal = seen == expected;
            if (equal) {
                memory.put(addr, BYTES, value);
            }
            recordExchange("compare and set " + expected + " to " + value + (equal ? "" : ": it was " + seen));
            return equal;
        }

        @Override
        public long getAndAdd(long delta) {
            long seen = exchangeStart();
            memory.put(addr, BYTES, seen + delta);
            recordExchange("add " + delta + " to " + seen);
            return seen;
        }

        private long exchangeStart() {
            Agent agent = execution.current();
            if (agent != null) {
                execution.step(agent, Agent.Pending.STEP, addr, BYTES, true, true);
            }
            long seen = memory.view(null, addr, BYTES);
            if (agent != null) {
                agent.observe(seen);
                agent.watch.add(addr, BYTES, seen);
            }
            return seen;
        }

        private void recordExchange(String what) {
            Agent agent = execution.current();
            Recorder recorder = execution.recorder();
            if (agent != null && recorder != null) {
                recorder.record(agent, memory.nameOf(addr) + ": " + what, null);
            }
        }
    }
}
