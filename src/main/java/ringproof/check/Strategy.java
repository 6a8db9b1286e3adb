package ringproof.check;

/// Decides which transition comes next in an execution.
interface Strategy {
    /// One of the transitions that are possible now, or [Execution#STOP].
    int next(Execution execution);
}
