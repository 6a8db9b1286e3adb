package ringproof.check;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;

/// One thread of control of a checked program: where it stands, what it has observed, what it has not yet made visible.
final class Agent {
    /// What an agent that is not running is about to do.
    enum Pending {
        /// A load or an atomic: can always run.
        STEP,
        /// Taking [#lock].
        LOCK,
        /// Waiting for [#event].
        AWAIT,
        /// Spinning until something in its watch list changes.
        RELAX,
        /// A choice of the environment.
        CHOICE, FINISHED
    }

    private static final long SEED = 0x2545F4914F6CDD1DL;

    final int index;
    final String name;
    final boolean daemon;
    final Coroutine coroutine;
    final StoreBuffer buffer = new StoreBuffer();
    final Footprint footprint = new Footprint();
    final WatchList watch = new WatchList();

    Pending pending = Pending.STEP;
    @Nullable
    CheckedLock lock;
    @Nullable
    CheckedEvent event;
    int alternatives;
    /// The bytes that the pending step accesses.
    long stepAddr;
    int stepBytes;
    boolean stepWrites;
    /// Its buffered stores become visible with the pending step.
    boolean drains;
    /// The locks that it holds, by number.
    int heldLocks;
    /// The next load may not overtake the stores in the buffer.
    boolean fenced;
    /// All that the agent has observed since it started or last passed a checkpoint: its local state, by name.
    long digest;

    Agent(int index, String name, boolean daemon, Coroutine coroutine) {
        this.index = index;
        this.name = name;
        this.daemon = daemon;
        this.coroutine = coroutine;
        this.digest = Digest.mix(SEED, index);
    }

    void observe(long value) {
        digest = Digest.mix(digest, value);
    }

    void finish() {
        pending = Pending.FINISHED;
    }

    /// What it waits for, in words.
    String waitsFor() {
        return switch (pending) {
            case LOCK -> "the lock " + (lock == null ? "" : lock.name());
            case AWAIT -> "the event " + (event == null ? "" : event.name());
            case RELAX -> "a change of what it polls";
            case STEP, CHOICE -> "its turn";
            case FINISHED -> "nothing: it has finished";
        };
    }

    /// This agent's part of the global state.
    long stateHash() {
        long hash = Digest.mix(index + 1, digest);
        hash = Digest.mix(hash, 2L * pending.ordinal() + (fenced ? 1 : 0));
        if (pending == Pending.RELAX) {
            hash = Digest.mix(hash, watch.hash());
        }
        return buffer.isEmpty() ? hash : Digest.mix(hash, buffer.hash());
    }
}
