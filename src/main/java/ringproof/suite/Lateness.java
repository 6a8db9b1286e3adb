package ringproof.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import ringproof.check.Configuration;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.driver.CompletionListener;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Request;
import ringproof.driver.policy.CompletionPolicy;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.Machine;
import ringproof.queue.DriverQueue;
import ringproof.suite.Timeline.Costs;
import ringproof.suite.Timeline.Descheduled;
import ringproof.suite.Timeline.While;
import ringproof.transport.Kick;

/// How late a non-HIPRI request is when whoever polls for a HIPRI one is descheduled: the real driver and device on a [Timeline], with the
/// poller taken away after each of its steps, and the other request submitted at several moments. From the first step of submitting
/// it to its completion.
///
/// Under sequential consistency. The poller comes back; what happens where it never does is the explorer's to say.
public final class Lateness {
    /// All in steps: 1 for a step, and nothing until an event arrives.
    public static final Costs STEPS = new Costs(1, 0, 1000);
    /// In nanoseconds: 100 for a step, 5 us for an interrupt or a kick, 4 ms for a time slice.
    public static final Costs NANOS = new Costs(100, 5_000, 4_000_000);
    /// Of a request that is never completed.
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final List<RingProfile> RINGS = List.of(RingProfile.SPLIT_FLAGS, RingProfile.SPLIT_EVENT_NOW,
            RingProfile.PACKED_EVENT);
    private static final Set<Policy> POLICIES = EnumSet.complementOf(EnumSet.of(Policy.NO_SUPPRESSION, Policy.AUTO));
    private static final String POLLER = "job1";
    private static final String OTHER = "job2";
    private static final List<String> JOBS = List.of("H", "L");
    /// By how many steps the other request's submitter is later than the poller, at most.
    private static final int LATEST_STEPS = 40;
    private static final int EVERY_STEPS = 10;
    /// Only the poller's announcing itself before it submits, or not, is left to the environment.
    private static final int ALTERNATIVES = 2;

    /// How late, over all moments.
    ///
    /// @param runs how many executions
    public record Figures(int runs, long median, long worst) {
    }

    /// The figures of one policy on one ring.
    ///
    /// @param undisturbed nobody is descheduled
    /// @param byGuest     by what the poller did when its kernel descheduled it
    /// @param byHost      by what it did when the host stopped its virtual processor
    public record Row(RingProfile ring, Policy policy, Figures undisturbed, Away byGuest, Away byHost) {
    }

    /// By what the poller was doing.
    public record Away(Figures polling, Figures submitting) {
    }

    private Lateness() {
    }

    /// `onRow` hears of each.
    public static List<Row> measure(Costs costs, Consumer<Row> onRow) {
        List<Row> rows = new ArrayList<>();
        for (RingProfile ring : RINGS) {
            for (Policy policy : POLICIES) {
                Row row = measure(costs, ring, policy);
                onRow.accept(row);
                rows.add(row);
            }
        }
        return rows;
    }

    static Row measure(Costs costs, RingProfile ring, Policy policy) {
        Scenario scenario = new Scenario(ring, policy,
                policy == Policy.INTERRUPT ? Scenario.Poller.NONE : Scenario.Poller.STAYS, JOBS);
        List<Long> undisturbed = new ArrayList<>();
        for (int alternative = 0; alternative < ALTERNATIVES; alternative++) {
            for (int later = 0; later <= LATEST_STEPS; later += EVERY_STEPS) {
                undisturbed.add(run(scenario, new Timeline(costs, POLLER, Descheduled.NEVER, 0, alternative),
                        later * costs.step()));
            }
        }
        return new Row(ring, policy, figures(undisturbed), away(costs, scenario, Descheduled.BY_GUEST),
                away(costs, scenario, Descheduled.BY_HOST));
    }

    private static Away away(Costs costs, Scenario scenario, Descheduled descheduled) {
        List<Long> polling = new ArrayList<>();
        List<Long> submitting = new ArrayList<>();
        for (int alternative = 0; alternative < ALTERNATIVES; alternative++) {
            for (int later = 0; later <= LATEST_STEPS; later += EVERY_STEPS) {
                While away = While.SUBMITTING;
                for (int moment = 0; away != null; moment++) {
                    Timeline timeline = new Timeline(costs, POLLER, descheduled, moment, alternative);
                    long late = run(scenario, timeline, later * costs.step());
                    away = timeline.away();
                    if (away != null) {
                        (away == While.POLLING ? polling : submitting).add(late);
                    }
                }
            }
        }
        return new Away(figures(polling), figures(submitting));
    }

    private static Figures figures(List<Long> all) {
        Collections.sort(all);
        return new Figures(all.size(), all.get(all.size() / 2), all.getLast());
    }

    /// How late the other request is.
    private static long run(Scenario scenario, Timeline timeline, long submitted) {
        long[] completed = {FOR_EVER};
        Parts parts = new Parts() {
            @Override
            protected HardwareQueue hardwareQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
                    int depth, GuestAllocator allocator, Kick kick, CompletionListener listener) {
                return new WatchedHardwareQueue(machine, "q0", queue, policy, depth, allocator, kick,
                        (request, outcome) -> {
                            if (!request.hipri()) {
                                completed[0] = timeline.now();
                            }
                            listener.completed(request, outcome);
                        }, timeline);
            }

            @Override
            protected HardwareQueue pollQueue(Machine machine, DriverQueue<Request> queue, CompletionPolicy policy,
                    int depth, GuestAllocator allocator, Kick kick, CompletionListener listener) {
                return new WatchedHardwareQueue(machine, "q1", queue, policy, depth, allocator, kick, listener,
                        timeline);
            }
        };
        Explorer.run(new RingProgram(scenario, parts), Configuration.of(MemoryModel.SC),
                timeline.begins(OTHER, submitted));
        return completed[0] == FOR_EVER ? FOR_EVER : completed[0] - submitted;
    }

    /// Tells the timeline when the poller's request has been submitted.
    private static final class WatchedHardwareQueue extends HardwareQueue {
        private final Timeline timeline;

        WatchedHardwareQueue(Machine machine, String name, DriverQueue<Request> queue, CompletionPolicy policy,
                int depth, GuestAllocator allocator, Kick kick, CompletionListener listener, Timeline timeline) {
            super(machine, name, queue, policy, depth, allocator, kick, listener);
            this.timeline = timeline;
        }

        @Override
        public Queued queueRq(Request request, boolean last) {
            Queued queued = super.queueRq(request, last);
            if (request.hipri()) {
                timeline.submitted();
            }
            return queued;
        }
    }
}
