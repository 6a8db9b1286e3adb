package ringproof.check;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Fence;
import ringproof.machine.Order;

/// A state under the weak memory model: for each word its history, for each agent how far it has come.
///
/// A store takes effect at once, because whoever loads may still read what is older: no step of anybody else needs to come before it.
/// Where other stores to the word are newer than what the agent has seen, it may be placed between them; that is a choice. A load may
/// read every message that is not older than the agent's view. Plain accesses have no history: they must be ordered, see
/// [PlainAccesses].
///
/// Source: Kang, Hur, Lahav, Vafeiadis, Dreyer, "A promising semantics for relaxed-memory concurrency", 2017, without the promises.
final class WeakState extends State {
    private static final int NO_LOCATION = -1;
    /// Stores to one word that can still be read.
    private static final int MAX_MESSAGES = 24;
    /// Locks held at accesses that are never made.
    private static final int NEVER = -1;

    /// What each agent has come to.
    private final long[][] views;
    /// What it would have come to besides, had its opaque loads been acquire loads: an acquire fence makes it so.
    private final long[][] unacquired;
    /// What its opaque stores release: its view at its last release fence.
    private final long[][] released;
    private History[] histories;
    private final long[][] lockViews;
    private final long[][] eventViews;
    /// What the full fences so far have come to, without clocks.
    private long[] fenced = View.NOTHING;
    private PlainAccesses plain = PlainAccesses.NONE;
    /// Null: nothing is known of who accesses what.
    private final @Nullable Sharing sharing;

    WeakState(Shape shape, Words words, @Nullable Sharing sharing) {
        super(shape, words);
        this.sharing = sharing;
        int agents = shape.agentCount();
        views = new long[agents][];
        for (int i = 0; i < agents; i++) {
            views[i] = View.with(View.with(View.NOTHING, View.writes(i), 1), View.reads(i), 1);
        }
        unacquired = new long[agents][];
        Arrays.fill(unacquired, View.NOTHING);
        released = new long[agents][];
        Arrays.fill(released, View.NOTHING);
        histories = new History[0];
        lockViews = new long[shape.lockCount()][];
        Arrays.fill(lockViews, View.NOTHING);
        eventViews = new long[shape.eventCount()][];
        Arrays.fill(eventViews, View.NOTHING);
    }

    private WeakState(WeakState other) {
        super(other);
        views = other.views.clone();
        unacquired = other.unacquired.clone();
        released = other.released.clone();
        histories = other.histories.clone();
        lockViews = other.lockViews.clone();
        eventViews = other.eventViews.clone();
        fenced = other.fenced;
        plain = other.plain;
        sharing = other.sharing;
    }

    @Override
    State copy() {
        return new WeakState(this);
    }

    @Override
    boolean isPoint(int agent) {
        Op op = at(agent).op;
        return switch (op.kind()) {
            // Two signals may count as one or as two.
            case LOAD, COMPARE_AND_SET, ADD, LOCK, AWAIT, SIGNAL, RELAX, CHOICE, FINISHED -> true;
            case FENCE -> op.fence() == Fence.FULL;
            case STORE -> op.order() == Order.VOLATILE || alternatives(agent) > 1;
            case UNLOCK, PLAIN_READ, PLAIN_WRITE, GHOST_SET, GHOST_ADD, FAIL, THROW -> false;
        };
    }

    @Override
    boolean isMereChoice(int agent) {
        Op op = at(agent).op;
        return op.kind() == Op.Kind.CHOICE
                || (op.kind() == Op.Kind.STORE && op.order() != Order.VOLATILE && alternatives(agent) > 1);
    }

    @Override
    int alternatives(int agent) {
        LocalState here = at(agent);
        Op op = here.op;
        return switch (op.kind()) {
            case LOAD, STORE, COMPARE_AND_SET, ADD -> messagesFor(agent, op);
            case LOCK -> lockOwner(op.number()) < 0 ? 1 : 0;
            case AWAIT -> isRaised(op.number()) ? 1 : 0;
            case RELAX -> here.watch().needsNoChange() ? 1 : changedWords(agent, here.watch());
            case CHOICE -> op.bytes();
            case FINISHED -> 0;
            default -> 1;
        };
    }

    /// How many of the words that a spinning agent watches have newer messages than it has come to.
    private int changedWords(int agent, WatchList watch) {
        int count = 0;
        for (int i = 0; i < watch.size(); i++) {
            count += hasChanged(agent, find(watch.addr(i), watch.bytes(i))) ? 1 : 0;
        }
        return count;
    }

    private boolean hasChanged(int agent, int location) {
        return location >= 0 && histories[location].newest().timestamp() > cameTo(views[agent], location);
    }

    /// The agent spins on because one of the words that it watches has changed: it will not see that word as old as before. A loop that
    /// reads exactly what it has read before does nothing new.
    private void spinOn(int agent, WatchList watch, int alternative) {
        int left = alternative;
        for (int i = 0; i < watch.size(); i++) {
            int location = find(watch.addr(i), watch.bytes(i));
            if (hasChanged(agent, location) && left-- == 0) {
                History history = histories[location];
                int next = history.rank(cameTo(views[agent], location));
                views[agent] = View.with(views[agent], View.location(agentCount(), location),
                        history.messages()[next].timestamp());
                return;
            }
        }
    }

    private long cameTo(long[] view, int location) {
        return View.at(view, View.location(agentCount(), location));
    }

    @Override
    boolean mayBeRepeatedForEver(int transition) {
        return Transitions.alternative(this, transition) == 0
                || at(Transitions.agent(this, transition)).op.kind() != Op.Kind.LOAD;
    }

    @Override
    @Nullable
    String beyondLimits() {
        for (History history : histories) {
            if (history.messages().length > MAX_MESSAGES) {
                forget();
                return histories[find(history.addr(), history.bytes())].messages().length <= MAX_MESSAGES ? null
                        : "more than " + MAX_MESSAGES + " stores to " + shape.nameOf(history.addr())
                                + " may still be read by somebody: under the weak model there is no end to that";
            }
        }
        return null;
    }

    @Override
    long messageSeen(int agent, int addr, int bytes) {
        int location = find(addr, bytes);
        return location < 0 ? 0 : cameTo(views[agent], location);
    }

    @Override
    long newestMessage(int addr, int bytes) {
        int location = find(addr, bytes);
        return location < 0 ? 0 : histories[location].newest().timestamp();
    }

    private int find(int addr, int bytes) {
        for (int i = 0; i < histories.length; i++) {
            if (histories[i].addr() == addr && histories[i].bytes() == bytes) {
                return i;
            }
        }
        return NO_LOCATION;
    }

    /// How many messages the access may read, or be placed after.
    private int messagesFor(int agent, Op op) {
        int location = find(op.addr(), op.bytes());
        if (location < 0) {
            return 1;
        }
        History history = histories[location];
        int count = 0;
        for (int i = history.messages().length - 1; i >= oldestFor(agent, op, location); i--) {
            count += isPossible(history, i, op) ? 1 : 0;
        }
        return count;
    }

    private int oldestFor(int agent, Op op, int location) {
        long timestamp = cameTo(views[agent], location);
        if (op.order() == Order.VOLATILE) {
            timestamp = Math.max(timestamp, Math.max(cameTo(fenced, location), cameTo(unacquired[agent], location)));
        }
        return histories[location].firstFrom(timestamp);
    }

    private static boolean isPossible(History history, int message, Op op) {
        boolean stores = op.kind() == Op.Kind.STORE || op.kind() == Op.Kind.ADD
                || (op.kind() == Op.Kind.COMPARE_AND_SET && history.messages()[message].value() == op.expected());
        return !stores || history.hasRoomAfter(message);
    }

    /// The message that an alternative stands for, the newest first.
    private int chosen(int agent, Op op, int location, int alternative) {
        History history = histories[location];
        int left = alternative;
        for (int i = history.messages().length - 1; i >= oldestFor(agent, op, location); i--) {
            if (isPossible(history, i, op) && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("there is no such message");
    }

    @Override
    long execute(int agent, int alternative) {
        Op op = at(agent).op;
        switch (op.kind()) {
            case LOAD, STORE, COMPARE_AND_SET, ADD -> {
                return access(agent, op, alternative);
            }
            case FENCE -> fence(agent, Objects.requireNonNull(op.fence()));
            case LOCK -> {
                long digest = takeLock(op.number(), agent);
                views[agent] = View.join(views[agent], lockViews[op.number()]);
                return digest;
            }
            case UNLOCK -> {
                lockViews[op.number()] = views[agent];
                tick(agent);
                releaseLock(op.number(), op.value());
            }
            case AWAIT -> {
                views[agent] = View.join(views[agent], eventViews[op.number()]);
                eventViews[op.number()] = View.NOTHING;
                clear(op.number());
            }
            case SIGNAL -> {
                eventViews[op.number()] = View.join(eventViews[op.number()], views[agent]);
                tick(agent);
                raise(op.number());
            }
            case RELAX -> {
                if (!at(agent).watch().needsNoChange()) {
                    spinOn(agent, at(agent).watch(), alternative);
                }
            }
            case PLAIN_READ, PLAIN_WRITE -> {
                return plainAccess(agent, op);
            }
            default -> {
                return executeLocal(agent, op, alternative);
            }
        }
        return 0;
    }

    private long access(int agent, Op op, int alternative) {
        int location = locate(agent, op);
        int message = chosen(agent, op, location, alternative);
        checkRace(agent, op);
        if (op.order() == Order.VOLATILE) {
            // Two exchanges, or two volatile accesses, are ordered like two full fences in front of them.
            fence(agent, Fence.FULL);
        }
        History.Message read = histories[location].messages()[message];
        if (op.kind() == Op.Kind.STORE) {
            store(agent, op, location, message, op.value(), View.NOTHING);
            return 0;
        }
        views[agent] = View.with(views[agent], View.location(agentCount(), location),
                Math.max(cameTo(views[agent], location), read.timestamp()));
        if (op.order() == Order.OPAQUE) {
            unacquired[agent] = View.join(unacquired[agent], read.released());
        } else {
            views[agent] = View.join(views[agent], read.released());
        }
        if (op.isExchange() && (op.kind() == Op.Kind.ADD || read.value() == op.expected())) {
            store(agent, op, location, message, op.exchanged(read.value()), read.released());
        }
        if (op.isExchange()) {
            fence(agent, Fence.FULL);
        }
        return read.value();
    }

    /// `inherited`: what the message that an exchange replaces has released.
    private void store(int agent, Op op, int location, int after, long value, long[] inherited) {
        History history = histories[location];
        boolean newest = after == history.messages().length - 1;
        long timestamp = history.timestampAfter(after);
        long[] view = View.with(views[agent], View.location(agentCount(), location), timestamp);
        views[agent] = view;
        boolean releases = op.order() != Order.OPAQUE;
        long[] message = View.join(releases ? view : released[agent], inherited);
        histories[location] = history.with(after,
                new History.Message(timestamp, value, message, agent, op.isExchange()));
        if (newest) {
            words.put(op.addr(), op.bytes(), value);
        }
        if (releases) {
            tick(agent);
        }
    }

    private int locate(int agent, Op op) {
        int found = find(op.addr(), op.bytes());
        if (found >= 0) {
            return found;
        }
        for (History other : histories) {
            if (other.overlaps(op.addr(), op.bytes())) {
                fail(Failure.Kind.EXCEPTION, shape.agentName(agent) + " accesses " + shape.nameOf(op.addr()) + " with "
                        + op.bytes() + " bytes, which was accessed with " + other.bytes()
                        + ": the weak model orders accesses of one width only");
            }
        }
        histories = Arrays.copyOf(histories, histories.length + 1);
        histories[histories.length - 1] = History.initial(op.addr(), op.bytes(), words.get(op.addr(), op.bytes()));
        return histories.length - 1;
    }

    private void fence(int agent, Fence fence) {
        switch (fence) {
            // A load-load fence is taken for an acquire fence.
            case ACQUIRE, LOAD_LOAD -> acquire(agent);
            case RELEASE -> {
                released[agent] = views[agent];
                tick(agent);
            }
            case STORE_STORE -> {
                released[agent] = View.join(released[agent], ownStores(agent));
                tick(agent);
            }
            case FULL -> {
                acquire(agent);
                views[agent] = View.join(views[agent], fenced);
                fenced = withoutClocks(views[agent]);
                released[agent] = views[agent];
                tick(agent);
            }
        }
    }

    private void acquire(int agent) {
        views[agent] = View.join(views[agent], unacquired[agent]);
        unacquired[agent] = View.NOTHING;
    }

    private long[] ownStores(int agent) {
        long[] own = View.with(View.NOTHING, View.writes(agent), View.at(views[agent], View.writes(agent)));
        for (int i = 0; i < histories.length; i++) {
            for (History.Message message : histories[i].messages()) {
                if (message.writer() == agent) {
                    own = View.with(own, View.location(agentCount(), i), message.timestamp());
                }
            }
        }
        return own;
    }

    private long[] withoutClocks(long[] view) {
        long[] without = view.clone();
        Arrays.fill(without, 0, Math.min(without.length, 2 * agentCount()), 0);
        return without;
    }

    /// The agent has released what it did so far: what it does next comes later.
    private void tick(int agent) {
        long[] view = views[agent].clone();
        view[View.writes(agent)]++;
        view[View.reads(agent)]++;
        views[agent] = view;
    }

    private long plainAccess(int agent, Op op) {
        for (History history : histories) {
            if (history.overlaps(op.addr(), op.bytes())) {
                failMixed(agent, op.addr(), "which is also accessed with an order");
            }
        }
        checkRace(agent, op);
        plain = plain.with(agent, views[agent], op.addr(), op.addr() + op.bytes(), op.writes());
        if (op.writes()) {
            plainWrite(op);
            return 0;
        }
        return plainAnswer(op);
    }

    private void checkRace(int agent, Op op) {
        int other = plain.unordered(agent, views[agent], op.addr(), op.addr() + op.bytes(), op.writes());
        if (other >= 0) {
            fail(Failure.Kind.DATA_RACE, shape.agentName(Math.min(agent, other)) + " and "
                    + shape.agentName(Math.max(agent, other)) + " access " + shape.nameOf(op.addr())
                    + " and nothing orders them, one of them with a plain access");
        }
    }

    @Override
    boolean isBuffering(int agent) {
        return false;
    }

    @Override
    List<Op> buffered(int agent) {
        return List.of();
    }

    @Override
    boolean drainsNow(int agent) {
        return false;
    }

    @Override
    boolean isBufferNoticed(int agent) {
        return false;
    }

    @Override
    int flushingOn() {
        return -1;
    }

    @Override
    void flush(int agent) {
        throw new IllegalStateException("the weak model has no store buffers");
    }

    @Override
    int dependsOn(int agent, Sharing sharing, int[] lockOwners) {
        LocalState here = at(agent);
        Op op = here.op;
        if (op.kind() == Op.Kind.LOCK && lockOwner(op.number()) >= 0) {
            return 1 << lockOwner(op.number());
        }
        int agents = 0;
        if (op.kind() == Op.Kind.RELAX) {
            agents = here.watch().writers(sharing, agent, lockOwners);
        } else if (op.isShared()) {
            agents = sharing.conflicting(agent, op.addr(), op.extent(), op.writes(), lockOwners);
        }
        if (op.fences()) {
            agents |= sharing.conflicting(agent, shape.fences, 1, true, lockOwners);
        }
        return agents;
    }

    /// Forgets what can no longer be read and what can no longer race, so that equal states have equal names.
    private void forget() {
        for (int i = 0; i < histories.length; i++) {
            History history = histories[i];
            if (history.messages().length > 1) {
                long oldest = Long.MAX_VALUE;
                for (int agent = 0; agent < views.length; agent++) {
                    int locks = at(agent).isFinished() ? NEVER
                            : sharing == null ? 0 : sharing.locksOf(agent, history.addr());
                    oldest = locks == NEVER ? oldest : Math.min(oldest, cameTo(nextView(agent, locks), i));
                }
                histories[i] = history.without(history.firstFrom(oldest));
            }
        }
        plain = plain.without(this::viewsAt);
    }

    private long[][] viewsAt(PlainAccesses.Stretch stretch) {
        long[][] at = new long[views.length][];
        for (int agent = 0; agent < views.length; agent++) {
            int locks = at(agent).isFinished() ? NEVER
                    : sharing == null ? 0 : sharing.locksOf(agent, stretch.from(), stretch.to());
            at[agent] = locks == NEVER ? null : nextView(agent, locks);
        }
        return at;
    }

    /// What the agent will at least have come to when it next accesses something for which it always takes these locks.
    private long[] nextView(int agent, int locks) {
        long[] view = views[agent];
        for (int rest = locks & ~at(agent).heldLocks; rest != 0; rest &= rest - 1) {
            int lock = Integer.numberOfTrailingZeros(rest);
            view = View.join(view, lockOwner(lock) < 0 ? lockViews[lock] : views[lockOwner(lock)]);
        }
        return view;
    }

    @Override
    long modelHash() {
        forget();
        ViewNames names = new ViewNames();
        long hash = plain.hash(names.clocks);
        for (History history : histories) {
            hash += historyHash(history, names);
        }
        for (int i = 0; i < lockViews.length; i++) {
            hash = Digest.mix(hash, names.of(lockViews[i]));
        }
        for (int i = 0; i < eventViews.length; i++) {
            hash = Digest.mix(hash, names.of(eventViews[i]));
        }
        for (int i = 0; i < views.length; i++) {
            if (!at(i).isFinished()) {
                hash = Digest.mix(hash, names.of(views[i]));
                hash = Digest.mix(hash, names.of(View.join(views[i], unacquired[i])));
                hash = Digest.mix(hash, names.of(released[i]));
            }
        }
        return Digest.mix(hash, names.of(fenced));
    }

    /// 0 for a word of which only one value can be read, and nothing with it. What comes before the oldest message no longer matters.
    private static long historyHash(History history, ViewNames names) {
        History.Message[] messages = history.messages();
        long hash = names.of(messages[0].released());
        if (messages.length > 1) {
            hash = Digest.mix(hash, messages[0].value());
        }
        for (int i = 1; i < messages.length; i++) {
            hash = Digest.mix(hash, messages[i].value());
            hash = Digest.mix(hash, 2L * messages[i].writer() + (messages[i].exchange() ? 1 : 0));
            hash = Digest.mix(hash, names.of(messages[i].released()));
        }
        return hash == 0 ? 0 : Digest.mix(history.addr(), hash);
    }

    @Override
    long modelHash(int agent) {
        return 0;
    }

    /// Names views by what they allow in this state: the order of first use of the words does not matter, nor do the numbers in which time
    /// is counted, nor words of which only one value can be read.
    private final class ViewNames {
        private final long[][] clocks = plain.clocks(agentCount());
        private final int[] liveClocks = new int[clocks.length];
        private final int[] liveLocations = new int[histories.length];
        private int clockCount;
        private int locationCount;

        ViewNames() {
            for (int i = 0; i < clocks.length; i++) {
                if (clocks[i].length > 0) {
                    liveClocks[clockCount++] = i;
                }
            }
            for (int i = 0; i < histories.length; i++) {
                if (histories[i].messages().length > 1) {
                    liveLocations[locationCount++] = i;
                }
            }
        }

        long of(long[] view) {
            long hash = 0;
            for (int k = 0; k < clockCount; k++) {
                int i = liveClocks[k];
                int rank = PlainAccesses.rank(clocks[i], View.at(view, i));
                hash += rank == 0 ? 0 : Digest.mix(-i - 1L, rank);
            }
            for (int k = 0; k < locationCount; k++) {
                History history = histories[liveLocations[k]];
                int rank = history.rank(cameTo(view, liveLocations[k]));
                hash += rank <= 1 ? 0 : Digest.mix(history.addr() + 1L, rank);
            }
            return hash;
        }
    }
}
