package ringproof.machine;

/// A notification line with memory: signals that come before anybody waits are kept, several of them count as one. Thread-safe.
///
/// Linux: an eventfd, or an edge-triggered interrupt vector. Signalling is ordered after the agent's earlier stores; delivery may be
/// late, never early.
public interface Event {
    void signal();

    /// Waits until signalled since the last return, and clears the signal.
    void await();
}
