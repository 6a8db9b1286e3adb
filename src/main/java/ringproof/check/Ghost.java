package ringproof.check;

/// A variable of the specification, not of the program: agents write it, properties read it. Initially 0.
///
/// Writing it is no step and nobody waits for it; it is part of the state. What several agents write without a common lock should only
/// be added to: the order of such writes is not explored for its own sake.
public interface Ghost {
    /// For properties: the value in the state at hand. An agent may not read it.
    long get();

    void set(long value);

    void add(long delta);
}
