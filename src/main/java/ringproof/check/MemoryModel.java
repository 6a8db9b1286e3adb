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
    /// load buffering, and the order of full fences agrees with who has read from whom. A volatile access is taken for a full fence and an
    /// acquire load or release store behind it, which is more than Java promises.
    /// Source: Kang et al., "A promising semantics for relaxed-memory concurrency", 2017, without the promises.
    WEAK
}
