package ringproof.check;

/// Ways of leaving out executions that differ from an explored one only in the order of independent steps.
///
/// Each keeps every reachable final state and every finding; each can be switched off to check that.
public enum Reduction {
    /// Only a persistent set of agents is explored: one whose next steps no agent outside it can ever conflict with.
    /// Source: Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996, chapter 4. What agents can access is
    /// learned, see [ringproof.check.memory.Sharing].
    PERSISTENT_SETS,
    /// A buffered store becomes visible only when somebody is about to notice, or its agent must drain: until then that commutes with
    /// every step of everybody.
    LAZY_FLUSH,
    /// Agents that do exactly the same, see [World#agents(String, int, Runnable)], may change places: such states are one. Not under
    /// [MemoryModel#WEAK].
    SYMMETRY
}
