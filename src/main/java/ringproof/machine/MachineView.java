package ringproof.machine;

/// A machine whose memory is seen through something: translated, or with stronger barriers. All else is the machine's own.
public final class MachineView implements Machine {
    private final Machine machine;
    private final GuestMemory memory;

    /// `machine`, with `memory` in place of its own.
    public MachineView(Machine machine, GuestMemory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    @Override
    public GuestMemory memory() {
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
        return machine.newEvent(name);
    }

    @Override
    public Cell newCell(String name) {
        return machine.newCell(name);
    }

    @Override
    public void relax() {
        machine.relax();
    }

    @Override
    public long mark() {
        return machine.mark();
    }

    @Override
    public void settle(long mark, long result) {
        machine.settle(mark, result);
    }

    @Override
    public void checkpoint(String loop, Digestible live) {
        machine.checkpoint(loop, live);
    }
}
