package ringproof.check.memory;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringproof.check.Failure;
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
public final class WeakState extends State {
    private static final int NO_LOCATION = -1;
    /// Stores to one word that can still be read.
    private static final int MAX_MESSAGES = 24;
    /// Volatile accesses that others may still come before.
    private static final int MAX_VOLATILES = 64;

    private final Views views;
    private History[] histories;
    private PlainAccesses plain = PlainAccesses.NONE;
    /// Null: nothing is known of who accesses what.
    private final @Nullable Sharing sharing;

    WeakState(Shape shape, Words words, @Nullable Sharing sharing) {
        super(shape, words);
        this.sharing = sharing;
        views = new Views(shape.agentCount(), shape.lockCount(), shape.eventCount());
        histories = new History[0];
    }

    private WeakState(WeakState other) {
        super(other);
        views = new Views(other.views);
        histories = other.histories.clone();
        plain = other.plain;
        sharing = other.sharing;
    }

    @Override
    public State copy() {
        return new WeakState(this);
    }

    @Override
    public boolean isPoint(int agent) {
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
    public int alternatives(int agent) {
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

    /// How many of the words that a spinning agent watches have newer messages than it has come to, or than it has read.
    private int changedWords(int agent, WatchList watch) {
        int count = 0;
        for (int i = 0; i < watch.size(); i++) {
            int location = find(watch.addr(i), watch.bytes(i));
            count += hasNewer(agent, location) || hasComeFurther(agent, location, watch.value(i)) ? 1 : 0;
        }
        return count;
    }

    private boolean hasNewer(int agent, int location) {
        return location >= 0 && histories[location].newest().timestamp() > cameTo(views.of(agent), location);
    }

    /// Whether the agent has read a value that it will not read again: since then it has synchronised with somebody.
    private boolean hasComeFurther(int agent, int location, long value) {
        return location >= 0
                && histories[location].oldestFrom(cameTo(views.of(agent), location)).value() != value;
    }

    /// The agent spins on because one of the words that it watches has changed: it will not see that word as old as before. A loop that
    /// reads exactly what it has read before does nothing new.
    private void spinOn(int agent, WatchList watch, int alternative) {
        int left = alternative;
        for (int i = 0; i < watch.size(); i++) {
            int location = find(watch.addr(i), watch.bytes(i));
            boolean comeFurther = hasComeFurther(agent, location, watch.value(i));
            if ((comeFurther || hasNewer(agent, location)) && left-- == 0) {
                if (!comeFurther) {
                    History history = histories[location];
                    int next = history.rank(cameTo(views.of(agent), location));
                    views.see(agent, View.location(agentCount(), location), history.messages()[next].timestamp());
                }
                return;
            }
        }
    }

    private long cameTo(long[] view, int location) {
        return View.at(view, View.location(agentCount(), location));
    }

    @Override
    public boolean mayBeRepeatedForEver(int transition) {
        return Transitions.alternative(this, transition) == 0
                || at(Transitions.agent(this, transition)).op.kind() != Op.Kind.LOAD;
    }

    @Override
    @Nullable
    public String beyondLimits() {
        for (History history : histories) {
            if (history.messages().length > MAX_MESSAGES) {
                forget();
                return histories[find(history.addr(), history.bytes())].messages().length <= MAX_MESSAGES ? null
                        : "more than " + MAX_MESSAGES + " stores to " + shape.nameOf(history.addr())
                                + " may still be read by somebody: under the weak model there is no end to that";
            }
        }
        if (views.volatiles().size() > MAX_VOLATILES) {
            forget();
        }
        return views.volatiles().size() <= MAX_VOLATILES ? null
                : "the order of more than " + MAX_VOLATILES
                        + " volatile accesses is open: under the weak model there is no end to that";
    }

    @Override
    public long messageSeen(int agent, int addr, int bytes) {
        int location = find(addr, bytes);
        return location < 0 ? 0 : cameTo(views.of(agent), location);
    }

    @Override
    public long newestMessage(int addr, int bytes) {
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
        int count = 0;
        for (int i = histories[location].messages().length - 1; i >= oldestFor(agent, op, location); i--) {
            count += isPossible(agent, op, location, i) ? 1 : 0;
        }
        return count;
    }

    private int oldestFor(int agent, Op op, int location) {
        long timestamp = cameTo(views.of(agent), location);
        if (op.isExchange()) {
            timestamp = Math.max(timestamp, cameTo(views.atFence(agent), location));
        }
        return histories[location].firstFrom(timestamp);
    }

    private boolean isPossible(int agent, Op op, int location, int message) {
        History history = histories[location];
        boolean stores = op.kind() == Op.Kind.STORE || op.kind() == Op.Kind.ADD
                || (op.kind() == Op.Kind.COMPARE_AND_SET && history.messages()[message].value() == op.expected());
        if (stores && !history.hasRoomAfter(message)) {
            return false;
        }
        return !op.isVolatile() || (stores
                ? views.allowsStore(agent,
                        VolatileOrder.Place.ofStore(View.location(agentCount(), location),
                                history.timestampAfter(message)))
                : views.allowsLoad(agent,
                        VolatileOrder.Place.ofLoad(View.location(agentCount(), location), history.messages()[message]),
                        history.messages()[message]));
    }

    /// The message that an alternative stands for, the newest first.
    private int chosen(int agent, Op op, int location, int alternative) {
        int left = alternative;
        for (int i = histories[location].messages().length - 1; i >= oldestFor(agent, op, location); i--) {
            if (isPossible(agent, op, location, i) && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("there is no such message");
    }

    @Override
    public long execute(int agent, int alternative) {
        Op op = at(agent).op;
        switch (op.kind()) {
            case LOAD, STORE, COMPARE_AND_SET, ADD -> {
                return access(agent, op, alternative);
            }
            case FENCE -> views.fence(agent, Objects.requireNonNull(op.fence()), histories);
            case LOCK -> {
                long digest = takeLock(op.number(), agent);
                views.lock(agent, op.number());
                return digest;
            }
            case UNLOCK -> {
                views.unlock(agent, op.number());
                releaseLock(op.number(), op.value());
            }
            case AWAIT -> {
                views.wakeUp(agent, op.number());
                clear(op.number());
            }
            case SIGNAL -> {
                views.signal(agent, op.number());
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
        if (op.isFullExchange()) {
            views.fence(agent, Fence.FULL, histories);
        }
        History.Message read = histories[location].messages()[message];
        if (op.kind() == Op.Kind.STORE) {
            store(agent, op, location, message, op.value(), View.NOTHING);
            return 0;
        }
        if (op.isVolatile()) {
            views.loadVolatile(agent, VolatileOrder.Place.ofLoad(View.location(agentCount(), location), read), read);
        }
        views.see(agent, View.location(agentCount(), location), read.timestamp());
        views.read(agent, read.released(), op.order() != Order.OPAQUE);
        if (op.isExchange() && (op.kind() == Op.Kind.ADD || read.value() == op.expected())) {
            store(agent, op, location, message, op.exchanged(read.value()), read.released());
        }
        if (op.isFullExchange()) {
            views.fence(agent, Fence.FULL, histories);
        }
        return read.value();
    }

    /// `inherited`: what the message that an exchange replaces has released.
    private void store(int agent, Op op, int location, int after, long value, long[] inherited) {
        History history = histories[location];
        boolean newest = after == history.messages().length - 1;
        long timestamp = history.timestampAfter(after);
        views.see(agent, View.location(agentCount(), location), timestamp);
        boolean releases = op.order() != Order.OPAQUE;
        long[] message = View.join(releases ? views.of(agent) : views.releasedBy(agent), inherited);
        histories[location] = history.with(after,
                new History.Message(timestamp, value, message, View.NOTHING, agent, History.By.of(op)));
        if (op.isVolatile()) {
            views.storeVolatile(agent, VolatileOrder.Place.ofStore(View.location(agentCount(), location), timestamp));
        }
        if (newest) {
            words.put(op.addr(), op.bytes(), value);
        }
        if (releases) {
            views.tick(agent);
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

    private long plainAccess(int agent, Op op) {
        for (History history : histories) {
            if (history.overlaps(op.addr(), op.bytes())) {
                failMixed(agent, op.addr(), "which is also accessed with an order");
            }
        }
        checkRace(agent, op);
        plain = plain.with(agent, views.of(agent), op.addr(), op.addr() + op.bytes(), op.writes());
        if (op.writes()) {
            plainWrite(op);
            return 0;
        }
        return plainAnswer(op);
    }

    private void checkRace(int agent, Op op) {
        int other = plain.unordered(agent, views.of(agent), op.addr(), op.addr() + op.bytes(), op.writes());
        if (other >= 0) {
            failRace(agent, other, op.addr(), " and nothing orders them");
        }
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
        Horizon horizon = new Horizon(this, views, sharing);
        for (int i = 0; i < histories.length; i++) {
            History history = histories[i];
            if (history.messages().length > 1) {
                long oldest = horizon.oldest(history.addr(), View.location(agentCount(), i));
                histories[i] = history.without(history.firstFrom(oldest));
            }
        }
        plain = plain.without(horizon::at);
        if (!views.volatiles().isEmpty()) {
            int first = View.location(agentCount(), 0);
            views.forgetVolatiles(
                    access -> horizon.isBeyond(access, histories[access.place().index() - first].addr()), histories);
        }
    }

    @Override
    long modelHash() {
        forget();
        ViewNames names = new ViewNames(histories, plain, views.volatiles(), agentCount());
        long hash = plain.hash(names.clocks()) + names.ofVolatiles();
        for (History history : histories) {
            hash += names.of(history);
        }
        return Digest.mix(hash, views.hash(names, unfinished()));
    }

    @Override
    long modelHash(int agent) {
        return 0;
    }
}
