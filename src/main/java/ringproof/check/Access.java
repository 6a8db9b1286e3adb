package ringproof.check;

/// Bytes that a step of a trace has touched, with the value it put there or saw: what pictures of memory are drawn from.
///
/// @param agent who did it; not always the one whose step it is written down with
/// @param addr  in guest memory; beyond it, what stands for a cell, a lock or an event
/// @param bytes 1, 2, 4 or 8
/// @param value zero-extended; of a lock 1 while it is held, of an event 1 while it is raised
public record Access(Kind kind, Target on, int agent, int addr, int bytes, long value) {

    /// What became of the value.
    public enum Kind {
        /// The agent saw it.
        READ,
        /// It is in memory: a store that reached it with this step, an exchange, a lock taken.
        STORE,
        /// The same without any order: where stores wait in buffers, it is behind those of its agent that still do.
        PLAIN_WRITE,
        /// It waits in the agent's store buffer.
        BUFFER,
        /// The oldest one in the agent's store buffer, which has now reached memory.
        FLUSH,
        /// A store that is ordered before one already made: memory keeps the newer value, others may still see this one.
        OVERTAKEN
    }

    /// What the bytes are.
    public enum Target {
        WORD, LOCK, EVENT
    }
}
