package ringproof.machine;

/// The world that driver and device run in. What they may not do on their own they ask of it: touch shared memory, take a lock, wait
/// for or raise an event.
///
/// Three worlds: real ([NativeMachine]), checked (the explorer's), plain (Java arrays and monitors, for Lincheck).
public interface Machine {
    GuestMemory memory();

    /// A new lock. `guarded` digests the Java state that is reached only under it.
    Lock newLock(String name, Digestible guarded);

    /// A new lock of which nobody says what it guards: to the checker every history of its holders is a different state.
    Lock newLock(String name);

    Event newEvent(String name);

    Cell newCell(String name);

    /// Called in a loop that waits for memory to change. The checker does not run the caller again until something it has read since
    /// its last call has changed. Linux: cpu_relax.
    void relax();

    /// Begins a stretch of code of which only the result matters: give the mark to [#settle(long, long)] with that result.
    long mark();

    /// Ends a stretch of code: all that the caller has observed since the mark boils down to `result`. The stretch may have changed Java
    /// state only under a lock that it has released again, or as `result` tells. Lets the checker forget how the result came about;
    /// does nothing elsewhere.
    void settle(long mark, long result);

    /// Called at the head of an agent's outermost loop, where `live` is all that its future depends on beside the machine's own state.
    /// Lets the checker forget how the agent came there. Does nothing elsewhere.
    void checkpoint(String loop, Digestible live);
}
