package ringproof.check;

/// What one agent's memory accesses look like to the others.
public enum MemoryModel {
    /// Sequential consistency: every access takes effect at once, in program order. No full barrier is ever needed.
    SC,
    /// Total store order, x86: each agent's stores wait in a FIFO buffer; its own loads see them, others' do not yet. So a load may
    /// overtake earlier stores. Full barriers, locks and atomic read-modify-writes wait until the buffer is empty.
    /// Source: Owens, Sarkar, Sewell, "A better x86 memory model: x86-TSO", 2009.
    TSO,
    /// Weak: for each word, every load may read any store that nothing orders before a store it must see, as Java's access modes and Arm
    /// allow; only acquire, release, volatile accesses and fences order anything. Loads never see stores that have not happened yet: no
    /// load buffering, and the place of full fences in the order of fences and volatile accesses agrees with who has read from whom.
    ///
    /// Volatile accesses acquire and release, and have one order that agrees with the program: they are sequentially consistent among
    /// themselves, and no fence for the accesses around them. That order is RC11's: no promise for opaque stores that volatile loads
    /// read, where C++20 makes one that x86 does not keep. What Java promises beyond C++, a volatile load that acquires from all older
    /// volatile stores to its word, is kept. Atomic read-modify-writes, of cells, are full fences.
    /// Sources: Kang et al., "A promising semantics for relaxed-memory concurrency", 2017, without the promises; Lahav et al., "Repairing
    /// sequential consistency in C/C++11", 2017; JLS 17.4.4.
    WEAK
}
