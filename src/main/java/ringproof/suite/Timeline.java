package ringproof.suite;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.check.Scheduler;

/// Lets every agent run on a processor of its own, at one speed; one of them is taken off its processor for a while.
///
/// A step takes [Costs#step()], from an event's being raised to the step of who waits for it [Costs#wake()] pass, spinning ends at once.
/// What is stored becomes visible at once: store buffers drain by themselves, whoever is descheduled. Used for one execution.
final class Timeline implements Scheduler {
    /// In any unit of time.
    ///
    /// @param step    of an agent
    /// @param wake    until an interrupt, a kick or a wake-up arrives
    /// @param absence how long an agent that is descheduled is away
    record Costs(long step, long wake, long absence) {
    }

    /// Who takes an agent off its processor, and so when that can be.
    enum Descheduled {
        NEVER,
        /// Its own kernel, which does not preempt it while it holds a spinlock.
        BY_GUEST,
        /// Whoever runs its virtual processor: at any step.
        BY_HOST
    }

    /// What an agent was doing when it was descheduled.
    enum While {
        SUBMITTING, POLLING
    }

    private final Costs costs;
    private final String victim;
    private final Descheduled descheduled;
    /// After how many of its steps, at the earliest.
    private final int moment;
    private final int alternative;
    private final Map<String, Long> readyAt = new HashMap<>();
    private Set<String> couldRun = new HashSet<>();
    private long now;
    private int victimSteps;
    private boolean hasSubmitted;
    private @Nullable While away;

    /// `alternative`: what the environment chooses, as far as there is so much choice.
    Timeline(Costs costs, String victim, Descheduled descheduled, int moment, int alternative) {
        this.costs = costs;
        this.victim = victim;
        this.descheduled = descheduled;
        this.moment = moment;
        this.alternative = alternative;
    }

    /// An agent begins only then.
    Timeline begins(String agent, long time) {
        readyAt.put(agent, time);
        return this;
    }

    /// When the step in hand happens.
    long now() {
        return now;
    }

    /// The agent that is to be descheduled has submitted what it polls for, and kicked.
    void submitted() {
        hasSubmitted = true;
    }

    /// At what the agent that was to be descheduled has been; null where it has not been.
    @Nullable
    While away() {
        return away;
    }

    @Override
    public int choose(List<Possible> possible) {
        for (int i = 0; i < possible.size(); i++) {
            if (possible.get(i).isFlush()) {
                return i;
            }
        }
        Set<String> canRun = new HashSet<>();
        for (Possible each : possible) {
            if (canRun.add(each.agent())) {
                if (each.wakes() && !couldRun.contains(each.agent())) {
                    delay(each.agent(), costs.wake());
                }
                if (each.agent().equals(victim) && isToGo(each)) {
                    delay(victim, costs.absence());
                    away = hasSubmitted ? While.POLLING : While.SUBMITTING;
                }
            }
        }
        couldRun = canRun;
        int next = 0;
        for (int i = 1; i < possible.size(); i++) {
            if (isBefore(possible.get(i), possible.get(next))) {
                next = i;
            }
        }
        String agent = possible.get(next).agent();
        now = Math.max(now, ready(agent));
        readyAt.put(agent, now + costs.step());
        victimSteps += agent.equals(victim) ? 1 : 0;
        return next;
    }

    private boolean isToGo(Possible victimStep) {
        return away == null && victimSteps >= moment && switch (descheduled) {
            case NEVER -> false;
            case BY_GUEST -> !victimStep.holdsLock();
            case BY_HOST -> true;
        };
    }

    private void delay(String agent, long time) {
        readyAt.put(agent, Math.max(now, ready(agent)) + time);
    }

    private long ready(String agent) {
        return readyAt.getOrDefault(agent, 0L);
    }

    /// Of one agent's alternatives, the one asked for or else the highest below it.
    private boolean isBefore(Possible one, Possible other) {
        if (one.agent().equals(other.agent())) {
            return one.alternative() <= alternative;
        }
        return Math.max(now, ready(one.agent())) < Math.max(now, ready(other.agent()));
    }
}
