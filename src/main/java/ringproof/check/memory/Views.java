package ringproof.check.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import ringproof.machine.Digest;
import ringproof.machine.Fence;

/// The views of one state of the weak memory model: of each agent, of each lock and event, and of the full fences; and the order of the
/// volatile accesses. See [View].
public final class Views {
    /// What each agent has come to.
    private final long[][] views;
    /// What it would have come to besides, had its opaque loads been acquire loads: an acquire fence makes it so.
    private final long[][] unacquired;
    /// What its opaque stores release: its view at its last release fence.
    private final long[][] released;
    private final long[][] lockViews;
    private final long[][] eventViews;
    /// What the full fences so far have come to, without clocks; and the volatile accesses that nothing can come before any more.
    private long[] fenced = View.NOTHING;
    private VolatileOrder volatiles = VolatileOrder.NONE;

    Views(int agents, int locks, int events) {
        views = new long[agents][];
        for (int i = 0; i < agents; i++) {
            views[i] = View.with(View.with(View.NOTHING, View.writes(i), 1), View.reads(i), 1);
        }
        unacquired = nothing(agents);
        released = nothing(agents);
        lockViews = nothing(locks);
        eventViews = nothing(events);
    }

    Views(Views other) {
        views = other.views.clone();
        unacquired = other.unacquired.clone();
        released = other.released.clone();
        lockViews = other.lockViews.clone();
        eventViews = other.eventViews.clone();
        fenced = other.fenced;
        volatiles = other.volatiles;
    }

    private static long[][] nothing(int count) {
        long[][] views = new long[count][];
        Arrays.fill(views, View.NOTHING);
        return views;
    }

    long[] of(int agent) {
        return views[agent];
    }

    long[] releasedBy(int agent) {
        return released[agent];
    }

    /// What the agent will have come to by a full fence.
    long[] atFence(int agent) {
        return View.join(View.join(views[agent], unacquired[agent]), atAnyFence());
    }

    private long[] atAnyFence() {
        return View.join(fenced, volatiles.stores());
    }

    /// Whether the agent may make a volatile store at this place.
    boolean allowsStore(int agent, VolatileOrder.Place place) {
        return isNotBehindFence(place) && volatiles.allows(views.length, views[agent], place, views[agent]);
    }

    /// Whether the agent may load a message with volatile order.
    boolean allowsLoad(int agent, VolatileOrder.Place place, History.Message message) {
        return isNotBehindFence(place)
                && volatiles.allows(views.length, views[agent], place, acquiring(views[agent], message));
    }

    private boolean isNotBehindFence(VolatileOrder.Place place) {
        return place.timestamp() >= View.at(fenced, place.index());
    }

    /// A volatile load also acquires what older volatile stores to the word have released, if it reads one.
    private static long[] acquiring(long[] view, History.Message message) {
        return View.join(view, message.isVolatile() ? message.volatiles() : message.released());
    }

    void storeVolatile(int agent, VolatileOrder.Place place) {
        count(agent, volatiles.with(views.length, agent, views[agent], place, views[agent]));
    }

    void loadVolatile(int agent, VolatileOrder.Place place, History.Message message) {
        long[] after = acquiring(views[agent], message);
        VolatileOrder longer = volatiles.with(views.length, agent, views[agent], place, after);
        views[agent] = after;
        count(agent, longer);
    }

    private void count(int agent, VolatileOrder longer) {
        volatiles = longer;
        int own = View.volatiles(views.length, agent);
        views[agent] = View.with(views[agent], own, View.at(views[agent], own) + 1);
    }

    VolatileOrder volatiles() {
        return volatiles;
    }

    /// Forgets the volatile accesses that nothing can come before any more, as `settled` says of each, and those that are only repeated.
    void forgetVolatiles(Predicate<VolatileOrder.Access> settled, History[] histories) {
        VolatileOrder first = volatiles.settled(settled);
        fenced = View.join(fenced, first.stores());
        volatiles = volatiles.without(first);
        List<long[]> all = new ArrayList<>();
        List.of(views, unacquired, released, lockViews, eventViews).forEach(some -> all.addAll(Arrays.asList(some)));
        for (History history : histories) {
            for (History.Message message : history.messages()) {
                all.add(message.released());
                all.add(message.volatiles());
            }
        }
        volatiles = volatiles.withoutRepeated(views.length, histories, all);
    }

    /// The agent has seen or made a store; `index` is that of its word in a view.
    void see(int agent, int index, long timestamp) {
        if (View.at(views[agent], index) < timestamp) {
            views[agent] = View.with(views[agent], index, timestamp);
        }
    }

    /// The agent has read a message that releases something.
    void read(int agent, long[] message, boolean acquires) {
        if (acquires) {
            views[agent] = View.join(views[agent], message);
        } else {
            unacquired[agent] = View.join(unacquired[agent], message);
        }
    }

    void lock(int agent, int lock) {
        views[agent] = View.join(views[agent], lockViews[lock]);
    }

    void unlock(int agent, int lock) {
        lockViews[lock] = views[agent];
        tick(agent);
    }

    void wakeUp(int agent, int event) {
        views[agent] = View.join(views[agent], eventViews[event]);
        eventViews[event] = View.NOTHING;
    }

    void signal(int agent, int event) {
        eventViews[event] = View.join(eventViews[event], views[agent]);
        tick(agent);
    }

    void fence(int agent, Fence fence, History[] histories) {
        switch (fence) {
            // A load-load fence is taken for an acquire fence.
            case ACQUIRE, LOAD_LOAD -> acquire(agent);
            case RELEASE -> {
                released[agent] = views[agent];
                tick(agent);
            }
            case STORE_STORE -> {
                released[agent] = View.join(released[agent], ownStores(agent, histories));
                tick(agent);
            }
            case FULL -> {
                acquire(agent);
                views[agent] = View.join(views[agent], atAnyFence());
                volatiles = VolatileOrder.NONE;
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

    private long[] ownStores(int agent, History[] histories) {
        long[] own = View.with(View.NOTHING, View.writes(agent), View.at(views[agent], View.writes(agent)));
        for (int i = 0; i < histories.length; i++) {
            for (History.Message message : histories[i].messages()) {
                if (message.writer() == agent) {
                    own = View.with(own, View.location(views.length, i), message.timestamp());
                }
            }
        }
        return own;
    }

    private long[] withoutClocks(long[] view) {
        long[] without = view.clone();
        Arrays.fill(without, 0, Math.min(without.length, View.location(views.length, 0)), 0);
        return without;
    }

    /// The agent has released what it did so far: what it does next comes later.
    void tick(int agent) {
        long[] view = views[agent].clone();
        view[View.writes(agent)]++;
        view[View.reads(agent)]++;
        views[agent] = view;
    }

    /// What the agent will at least have come to when it has taken these locks.
    long[] next(int agent, int locks, State state) {
        long[] view = views[agent];
        for (int rest = locks; rest != 0; rest &= rest - 1) {
            int lock = Integer.numberOfTrailingZeros(rest);
            int owner = state.lockOwner(lock);
            view = View.join(view, owner < 0 ? lockViews[lock] : views[owner]);
        }
        return view;
    }

    /// Names all views. `unfinished`: the agents whose own still matter.
    long hash(ViewNames names, int unfinished) {
        long hash = names.of(fenced);
        for (long[] view : lockViews) {
            hash = Digest.mix(hash, names.of(view));
        }
        for (long[] view : eventViews) {
            hash = Digest.mix(hash, names.of(view));
        }
        for (int i = 0; i < views.length; i++) {
            if ((unfinished >> i & 1) != 0) {
                hash = Digest.mix(hash, names.of(views[i]));
                hash = Digest.mix(hash, names.of(View.join(views[i], unacquired[i])));
                hash = Digest.mix(hash, names.of(released[i]));
            }
        }
        return hash;
    }
}
