package ringproof.check;

import java.util.List;
import ringproof.machine.Digest;

/// The name of a global state: memory, store buffers, locks, events, and what each agent has observed.
final class StateHash {
    private StateHash() {
    }

    static long of(CheckedMemory memory, List<Agent> agents, List<CheckedLock> locks, List<CheckedEvent> events) {
        long hash = memory.hash();
        for (Agent agent : agents) {
            hash += agent.stateHash();
        }
        for (CheckedLock lock : locks) {
            hash = Digest.mix(hash, lock.stateHash());
        }
        for (CheckedEvent event : events) {
            hash = Digest.mix(hash, event.isRaised() ? 1 : 0);
        }
        return hash;
    }
}
