package ringproof.check.memory;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;

/// What is decided so far of the one order of all volatile accesses under the weak memory model. Immutable.
///
/// That order agrees with the program, with happens-before, and word by word with which store is newer: a load comes before every store
/// that is newer than the one it reads. It need not agree with the order of execution: a volatile load that reads an old store comes
/// before the newer ones, whenever it is executed. So it is kept as a partial order, closed under transitivity, and an access that
/// would close a cycle is impossible.
///
/// Each agent's volatile accesses are numbered. What comes before something is one number for each agent, that of the last one that
/// does; views carry these numbers, see [View#volatiles(int, int)].
///
/// Full fences keep their strength: one comes after all volatile accesses that were executed before it and before all that follow.
/// So at a full fence all is decided, and nothing need be kept but how far into each word they have come.
///
/// Source: the relation psc of Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing sequential consistency in C/C++11", 2017.
public final class VolatileOrder {
    static final VolatileOrder NONE = new VolatileOrder(new Access[0]);

    /// An access whose place among all is not settled.
    ///
    /// @param number of the agent's volatile accesses this is the how many-th
    /// @param clock  the agent's at the access: whoever has come to it comes after the access
    /// @param place  in the history of its word
    /// @param before by agent: the last of its volatile accesses that comes before this one, or is it
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Access(int agent, long number, long clock, Place place, long[] before) {
        boolean isIn(long[] numbers) {
            return numbers[agent] >= number;
        }

        boolean happensBefore(long[] view) {
            return View.at(view, View.reads(agent)) >= clock;
        }

        boolean repeats(Access earlier) {
            return agent == earlier.agent && place.equals(earlier.place) && number > earlier.number;
        }

        Access at(Place newPlace) {
            return new Access(agent, number, clock, newPlace, before);
        }

        Access after(long[] more) {
            long[] longer = before.clone();
            join(longer, more);
            return new Access(agent, number, clock, place, longer);
        }
    }

    /// Where a volatile access stands in the history of its word.
    ///
    /// @param index      of the word in a view
    /// @param timestamp  of the store that it makes or reads
    /// @param ofVolatile whether that is a volatile one
    record Place(int index, long timestamp, boolean stores, boolean ofVolatile) {
        static Place ofStore(int index, long timestamp) {
            return new Place(index, timestamp, true, true);
        }

        static Place ofLoad(int index, History.Message read) {
            return new Place(index, read.timestamp(), false, read.isVolatile());
        }

        /// The same where nobody can store anything before the oldest message of a history.
        Place in(History history) {
            long oldest = history.messages()[0].timestamp();
            return stores || timestamp > oldest ? this : new Place(index, oldest, false, false);
        }

        /// Whether this access comes before the other one. One of them stores.
        boolean precedes(Place other) {
            return index == other.index && timestamp < other.timestamp && other.stores;
        }

        /// Whether this is a store that the other one, a load, would have acquired, had it been there.
        boolean comesTooLateFor(Place other) {
            return index == other.index && timestamp < other.timestamp && stores && !other.stores && other.ofVolatile;
        }
    }

    /// Each agent's in their order.
    private final Access[] accesses;

    private VolatileOrder(Access[] accesses) {
        this.accesses = accesses;
    }

    boolean isEmpty() {
        return accesses.length == 0;
    }

    int size() {
        return accesses.length;
    }

    /// By agent: the last of its volatile accesses that comes before all that whoever has this view does next.
    long[] before(int agents, long[] view) {
        long[] before = new long[agents];
        for (int agent = 0; agent < agents; agent++) {
            before[agent] = View.at(view, View.volatiles(agents, agent));
        }
        long[] closed = before.clone();
        for (Access access : accesses) {
            if (access.isIn(before)) {
                join(closed, access.before);
            }
        }
        return closed;
    }

    /// The same for its access at a place, by which it comes to `after`.
    private long[] before(int agents, long[] view, Place place, long[] after) {
        long[] before = before(agents, view);
        for (Access access : accesses) {
            boolean precedes = access.place.precedes(place)
                    || (access.place.index == place.index && access.happensBefore(after));
            if (precedes) {
                join(before, access.before);
            }
        }
        return before;
    }

    private static void join(long[] into, long[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.max(into[i], other[i]);
        }
    }

    /// Whether an agent with this view can make such a volatile access, by which it comes to `after`.
    boolean allows(int agents, long[] view, Place place, long[] after) {
        if (isEmpty()) {
            return true;
        }
        long[] before = before(agents, view, place, after);
        for (Access access : accesses) {
            if (place.comesTooLateFor(access.place) || (place.precedes(access.place) && access.isIn(before))) {
                return false;
            }
        }
        return true;
    }

    /// With one more access, which must be allowed.
    VolatileOrder with(int agents, int agent, long[] view, Place place, long[] after) {
        long[] before = before(agents, view, place, after);
        before[agent]++;
        Access[] more = Arrays.copyOf(accesses, accesses.length + 1);
        for (int i = 0; i < accesses.length; i++) {
            if (isAfterOneThatFollows(accesses[i], place)) {
                more[i] = accesses[i].after(before);
            }
        }
        more[accesses.length] = new Access(agent, before[agent], View.at(view, View.reads(agent)), place, before);
        return new VolatileOrder(more);
    }

    private boolean isAfterOneThatFollows(Access access, Place place) {
        for (Access other : accesses) {
            if (place.precedes(other.place) && other.isIn(access.before)) {
                return true;
            }
        }
        return false;
    }

    /// A view that has come as far into each word as these stores.
    long[] stores() {
        long[] view = View.NOTHING;
        for (Access access : accesses) {
            Place place = access.place;
            if (place.stores && View.at(view, place.index) < place.timestamp) {
                view = View.with(view, place.index, place.timestamp);
            }
        }
        return view;
    }

    /// The first accesses in the order that nothing can come before any more, as `settled` says of each.
    VolatileOrder settled(Predicate<Access> settled) {
        return keeping(access -> settled.test(access) && all(access.before, settled));
    }

    private boolean all(long[] before, Predicate<Access> settled) {
        for (Access access : accesses) {
            if (access.isIn(before) && !settled.test(access)) {
                return false;
            }
        }
        return true;
    }

    VolatileOrder without(VolatileOrder others) {
        return keeping(access -> !Arrays.asList(others.accesses).contains(access));
    }

    /// Without loads that their agent has repeated since, unless somebody knows of the one and not of the other: all stores that come after
    /// the one come after the other. `views`: all that there are. So an agent that loads the same for ever comes back to the same state.
    VolatileOrder withoutRepeated(int agents, History[] histories, List<long[]> views) {
        VolatileOrder order = new VolatileOrder(Arrays.stream(accesses).map(access -> access.at(
                access.place.in(histories[access.place.index - View.location(agents, 0)]))).toArray(Access[]::new));
        return order.keeping(access -> !order.isRepeated(access, agents, views));
    }

    private boolean isRepeated(Access access, int agents, List<long[]> views) {
        Access again = repetitionOf(access);
        if (again == null) {
            return false;
        }
        for (long[] view : views) {
            long number = View.at(view, View.volatiles(agents, access.agent));
            if (number >= access.number && number < again.number) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Access repetitionOf(Access access) {
        for (Access other : accesses) {
            if (other.repeats(access)) {
                return other;
            }
        }
        return null;
    }

    private VolatileOrder keeping(Predicate<Access> kept) {
        Access[] fewer = Arrays.stream(accesses).filter(kept).toArray(Access[]::new);
        return fewer.length == accesses.length ? this : fewer.length == 0 ? NONE : new VolatileOrder(fewer);
    }

    /// Names this order, whatever the numbers in which time and accesses are counted.
    long hash(History[] histories, int agents) {
        long hash = 0;
        for (Access a : accesses) {
            History history = histories[a.place.index - View.location(agents, 0)];
            long name = Digest.mix(2L * a.agent + (a.place.stores ? 1 : 0), history.addr());
            name = Digest.mix(name, history.rank(a.place.timestamp));
            hash += Digest.mix(name, hashOf(a.before));
        }
        return hash;
    }

    /// Names what of it whoever has this view comes after.
    long hash(int agents, long[] view) {
        if (isEmpty()) {
            return 0;
        }
        long hash = hashOf(before(agents, view));
        for (int agent = 0; agent < agents; agent++) {
            int count = 0;
            for (Access access : accesses) {
                count += access.agent == agent && access.happensBefore(view) ? 1 : 0;
            }
            hash += count == 0 ? 0 : Digest.mix(agents + agent, count);
        }
        return hash;
    }

    private long hashOf(long[] before) {
        long hash = 0;
        for (int agent = 0; agent < before.length; agent++) {
            int count = 0;
            for (Access access : accesses) {
                count += access.agent == agent && access.isIn(before) ? 1 : 0;
            }
            hash += count == 0 ? 0 : Digest.mix(~agent, count);
        }
        return hash;
    }
}
