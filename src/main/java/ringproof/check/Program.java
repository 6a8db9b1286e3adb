package ringproof.check;

/// A concurrent program to be checked: sets up its state on a fresh machine and names its agents.
///
/// Built anew for every execution, so it must be deterministic: same state, same agents, and agents whose behaviour follows from what
/// the machine tells them alone. All agents' shared Java state is reached only under a lock of the machine.
/// An agent must not hold a monitor (`synchronized`) while it asks the machine for anything.
@FunctionalInterface
public interface Program {
    void build(World world);

    /// Bytes of guest memory that it needs.
    default int memoryBytes() {
        return 16 * 1024;
    }
}
