package ringproof.check.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import ringproof.machine.Digest;

/// The last plain accesses to each stretch of memory under the weak model, to find those that nothing orders: data races. Immutable.
///
/// An access is known by its agent's clock at the time. It comes before whatever an agent does whose view has come to that clock.
public final class PlainAccesses {
    static final PlainAccesses NONE = new PlainAccesses(new Stretch[0]);

    private final Stretch[] stretches;

    /// Bytes with the same last accesses.
    ///
    /// @param writer who wrote them last, or -1
    /// @param reads  by agent: its clock when it last read them since, or 0
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stretch(int from, int to, int writer, long write, long[] reads) {
        Stretch part(int newFrom, int newTo) {
            return new Stretch(newFrom, newTo, writer, write, reads);
        }

        /// Without the accesses that come before whatever anybody can still do there. `views`: by agent what it will have come to then, null
        /// if it never accesses these bytes.
        Stretch without(long[][] views) {
            boolean writeMatters = writer >= 0 && !isPast(writer, View.writes(writer), write, views);
            long[] left = View.NOTHING;
            for (int i = 0; i < reads.length; i++) {
                if (reads[i] > 0 && !isPast(i, View.reads(i), reads[i], views)) {
                    left = View.with(left, i, reads[i]);
                }
            }
            return new Stretch(from, to, writeMatters ? writer : -1, writeMatters ? write : 0, left);
        }

        private static boolean isPast(int accessor, int clock, long when, long[][] views) {
            for (int agent = 0; agent < views.length; agent++) {
                if (agent != accessor && views[agent] != null && View.at(views[agent], clock) < when) {
                    return false;
                }
            }
            return true;
        }

        boolean isEmpty() {
            return writer < 0 && reads.length == 0;
        }

        boolean sameAccesses(Stretch other) {
            return writer == other.writer && write == other.write && Arrays.equals(reads, other.reads);
        }
    }

    private PlainAccesses(Stretch[] stretches) {
        this.stretches = stretches;
    }

    boolean isEmpty() {
        return stretches.length == 0;
    }

    /// An agent whose access to some of the bytes is not ordered before what somebody does who has come to `view`; -1: none.
    int unordered(int agent, long[] view, int from, int to, boolean write) {
        for (Stretch s : stretches) {
            if (s.from < to && from < s.to) {
                if (s.writer >= 0 && s.writer != agent && View.at(view, View.writes(s.writer)) < s.write) {
                    return s.writer;
                }
                for (int i = 0; write && i < s.reads.length; i++) {
                    if (i != agent && View.at(view, View.reads(i)) < s.reads[i]) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    /// With one more access, which all others are ordered before.
    PlainAccesses with(int agent, long[] view, int from, int to, boolean write) {
        List<Stretch> changed = new ArrayList<>(stretches.length + 2);
        long clock = View.at(view, write ? View.writes(agent) : View.reads(agent));
        int at = from;
        for (Stretch s : stretches) {
            if (s.to <= from || s.from >= to) {
                if (s.from >= to && at < to) {
                    add(changed, accessed(at, to, agent, clock, write));
                    at = to;
                }
                add(changed, s);
                continue;
            }
            if (s.from < from) {
                add(changed, s.part(s.from, from));
            }
            int begin = Math.max(s.from, from);
            int end = Math.min(s.to, to);
            if (at < begin) {
                add(changed, accessed(at, begin, agent, clock, write));
            }
            add(changed, write ? accessed(begin, end, agent, clock, true)
                    : new Stretch(begin, end, s.writer, s.write, read(s.reads, agent, clock)));
            at = end;
            if (s.to > to) {
                add(changed, s.part(to, s.to));
            }
        }
        if (at < to) {
            add(changed, accessed(at, to, agent, clock, write));
        }
        return new PlainAccesses(changed.toArray(new Stretch[0]));
    }

    private static Stretch accessed(int from, int to, int agent, long clock, boolean write) {
        return write ? new Stretch(from, to, agent, clock, View.NOTHING)
                : new Stretch(from, to, -1, 0, read(View.NOTHING, agent, clock));
    }

    private static long[] read(long[] reads, int agent, long clock) {
        return View.with(reads, agent, clock);
    }

    private static void add(List<Stretch> to, Stretch s) {
        if (!to.isEmpty()) {
            Stretch last = to.getLast();
            if (last.to == s.from && last.sameAccesses(s)) {
                to.set(to.size() - 1, last.part(last.from, s.to));
                return;
            }
        }
        to.add(s);
    }

    /// Without those that come before whatever anybody can still do. `viewsAt`: see [Stretch#without(long\[\]\[\])].
    PlainAccesses without(Function<Stretch, long[][]> viewsAt) {
        List<Stretch> kept = new ArrayList<>(stretches.length);
        for (Stretch s : stretches) {
            Stretch left = s.without(viewsAt.apply(s));
            if (!left.isEmpty()) {
                add(kept, left);
            }
        }
        return kept.isEmpty() ? NONE : new PlainAccesses(kept.toArray(new Stretch[0]));
    }

    /// The clocks of each agent that still matter, in rising order: entry 2i for its writes, 2i + 1 for its reads.
    long[][] clocks(int agentCount) {
        long[][] clocks = new long[2 * agentCount][];
        Arrays.fill(clocks, View.NOTHING);
        for (Stretch s : stretches) {
            if (s.writer >= 0) {
                addTo(clocks, View.writes(s.writer), s.write);
            }
            for (int i = 0; i < s.reads.length; i++) {
                if (s.reads[i] > 0) {
                    addTo(clocks, View.reads(i), s.reads[i]);
                }
            }
        }
        return clocks;
    }

    private static void addTo(long[][] clocks, int which, long clock) {
        int at = Arrays.binarySearch(clocks[which], clock);
        if (at < 0) {
            long[] more = new long[clocks[which].length + 1];
            System.arraycopy(clocks[which], 0, more, 0, -at - 1);
            more[-at - 1] = clock;
            System.arraycopy(clocks[which], -at - 1, more, -at, clocks[which].length + at + 1);
            clocks[which] = more;
        }
    }

    /// How many of the clocks a view has come to.
    static int rank(long[] clocks, long clock) {
        int rank = 0;
        while (rank < clocks.length && clocks[rank] <= clock) {
            rank++;
        }
        return rank;
    }

    /// Names the accesses, with each clock as its place among those that matter.
    long hash(long[][] clocks) {
        long hash = 0;
        for (Stretch s : stretches) {
            hash = Digest.mix(hash, ((long) s.from << 32) + s.to);
            if (s.writer >= 0) {
                hash = Digest.mix(Digest.mix(hash, s.writer + 1L), rank(clocks[View.writes(s.writer)], s.write));
            }
            for (int i = 0; i < s.reads.length; i++) {
                if (s.reads[i] > 0) {
                    hash = Digest.mix(Digest.mix(hash, i), rank(clocks[View.reads(i)], s.reads[i]));
                }
            }
        }
        return hash;
    }
}
