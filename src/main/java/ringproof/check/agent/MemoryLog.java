package ringproof.check.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ringproof.check.Access;
import ringproof.check.Access.Kind;
import ringproof.check.Access.Target;
import ringproof.check.MemoryModel;
import ringproof.check.memory.Op;
import ringproof.check.memory.State;

/// Writes down which bytes the steps of one execution touch.
///
/// Plain accesses are no steps. They are written down with the next step of their agent: until then nobody can look.
public final class MemoryLog {
    private final MemoryModel model;
    /// By agent: plain accesses since its last step.
    private final Map<Integer, List<Access>> sinceStep = new HashMap<>();

    MemoryLog(MemoryModel model) {
        this.model = model;
    }

    /// A plain access was made.
    void plain(int agent, Op op, long answer) {
        List<Access> to = sinceStep.computeIfAbsent(agent, a -> new ArrayList<>());
        byte[] data = op.data();
        if (data != null) {
            for (int at = 0; at < data.length;) {
                int bytes = pieceAt(op.addr() + at, data.length - at);
                to.add(new Access(Kind.PLAIN_WRITE, Target.WORD, agent, op.addr() + at, bytes, value(data, at, bytes)));
                at += bytes;
            }
        } else if (op.writes()) {
            to.add(new Access(Kind.PLAIN_WRITE, Target.WORD, agent, op.addr(), op.bytes(), op.value()));
        } else if (pieceAt(op.addr(), op.bytes()) == op.bytes()) {
            // Of more bytes the answer is a digest.
            to.add(new Access(Kind.READ, Target.WORD, agent, op.addr(), op.bytes(), answer));
        }
    }

    /// The widest aligned access at `addr` that is not longer than `max`.
    private static int pieceAt(int addr, int max) {
        int bytes = Long.BYTES;
        while (bytes > max || addr % bytes != 0) {
            bytes /= 2;
        }
        return bytes;
    }

    private static long value(byte[] data, int from, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << Byte.SIZE | Byte.toUnsignedLong(data[from + i]);
        }
        return value;
    }

    /// What belongs to a step that the agent makes now; `state` is the state after it.
    List<Access> step(int agent, Op op, long answer, State state) {
        List<Access> accesses = new ArrayList<>(rest(agent));
        switch (op.kind()) {
            case LOAD -> accesses.add(word(Kind.READ, agent, op, answer));
            case STORE -> accesses.add(word(stored(agent, op, state), agent, op, op.value()));
            case COMPARE_AND_SET, ADD -> {
                accesses.add(word(Kind.READ, agent, op, answer));
                if (op.exchanged(answer) != answer) {
                    accesses.add(word(stored(agent, op, state), agent, op, op.exchanged(answer)));
                }
            }
            case LOCK, AWAIT -> accesses.add(bit(Kind.STORE, agent, op));
            case UNLOCK, SIGNAL -> accesses.add(bit(buffersStores() ? Kind.BUFFER : Kind.STORE, agent, op));
            case FENCE, RELAX, CHOICE, PLAIN_READ, PLAIN_WRITE, GHOST_SET, GHOST_ADD, FAIL, THROW, FINISHED -> {
            }
        }
        return List.copyOf(accesses);
    }

    private boolean buffersStores() {
        return model == MemoryModel.TSO;
    }

    private Kind stored(int agent, Op op, State state) {
        if (op.kind() == Op.Kind.STORE && buffersStores()) {
            return Kind.BUFFER;
        }
        return state.messageSeen(agent, op.addr(), op.bytes()) == state.newestMessage(op.addr(), op.bytes())
                ? Kind.STORE : Kind.OVERTAKEN;
    }

    private static Access word(Kind kind, int agent, Op op, long value) {
        return new Access(kind, Target.WORD, agent, op.addr(), op.bytes(), value);
    }

    private static Access bit(Kind kind, int agent, Op op) {
        Target on = op.kind() == Op.Kind.LOCK || op.kind() == Op.Kind.UNLOCK ? Target.LOCK : Target.EVENT;
        long value = op.kind() == Op.Kind.LOCK || op.kind() == Op.Kind.SIGNAL ? 1 : 0;
        return new Access(kind, on, agent, op.addr(), Long.BYTES, value);
    }

    /// The oldest entry of the agent's store buffer, which becomes visible.
    static Access flushed(int agent, Op entry) {
        return entry.kind() == Op.Kind.STORE ? word(Kind.FLUSH, agent, entry, entry.value())
                : bit(Kind.FLUSH, agent, entry);
    }

    /// What the agent has accessed plainly and no step has been written down with.
    List<Access> rest(int agent) {
        List<Access> rest = sinceStep.remove(agent);
        return rest == null ? List.of() : List.copyOf(rest);
    }
}
