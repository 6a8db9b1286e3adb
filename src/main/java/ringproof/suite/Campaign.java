package ringproof.suite;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.check.Verdict;
import ringproof.driver.policy.Policy;

/// A list of cells, each explored on its own.
public record Campaign(String name, List<Cell> cells) {
    private static final int MAX_REQUESTS = 4;
    private static final int LIFE_QUEUE_SIZE = 8;
    /// Under the weak model more requests, or two submitters, have too many states for now.
    private static final int MAX_WEAK_REQUESTS = 2;
    /// The same, for the policy with the most to say.
    private static final int MAX_WEAK_TOGGLE_REQUESTS = 1;
    private static final List<Scenario.Poller> POLLERS = List.of(Scenario.Poller.STAYS, Scenario.Poller.LEAVES);
    private static final List<Environment> ENVIRONMENTS = List
            .copyOf(EnumSet.complementOf(EnumSet.of(Environment.NONE)));
    private static final List<List<String>> CONTENT_MIXES = List.of(List.of("LL"), List.of("L", "W"), List.of("LWF"),
            List.of("WF", "W"));
    private static final List<List<String>> HIPRI_MIXES = List.of(List.of("H"), List.of("HL"), List.of("LH"),
            List.of("H", "L"), List.of("HW"), List.of("H", "W"));
    private static final List<Policy> POLLING = List.of(Policy.TOGGLE_V1, Policy.TOGGLE_KEEP_IRQ_IGNORE,
            Policy.TOGGLE_KEEP_IRQ, Policy.TOGGLE, Policy.POLL_QUEUES);

    /// What `check` runs in about two minutes: the three families, what may happen meanwhile, and every seeded bug.
    public static Campaign standard() {
        Set<Cell> cells = new LinkedHashSet<>();
        for (RingProfile ring : RingProfile.BY_SUPPRESSION) {
            add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LL"), List.of("LLL"), List.of("L", "L"));
            add(cells, ring, Policy.NO_SUPPRESSION, Scenario.Poller.NONE, List.of("LLL"));
            for (Policy policy : POLLING) {
                for (Scenario.Poller poller : POLLERS) {
                    add(cells, ring, policy, poller, List.of("HL"), List.of("LH"), List.of("H", "L"));
                }
                add(cells, ring, policy, Scenario.Poller.YIELDS, List.of("H"), List.of("LH"));
            }
            add(cells, ring, Policy.TOGGLE_V1, Scenario.Poller.STAYS, List.of("HHLL"));
            add(cells, ring, Policy.TOGGLE, Scenario.Poller.STAYS, List.of("H"));
            add(cells, ring, Policy.TOGGLE, Scenario.Poller.YIELDS, List.of("HL"), List.of("HH"));
            // A full ring and, at the same time, indices that wrap. Packed: a list that goes round the end of a ring whose size is no
            // power of two, and lists that fill the ring.
            int full = ring.isPacked() ? 5 : 4;
            int exact = ring.isPacked() ? Scenario.REQUEST_PIECES : 4;
            add(cells, new Scenario(ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LLL"), full, 0xFFFE));
            for (Policy policy : List.of(Policy.TOGGLE_KEEP_IRQ, Policy.TOGGLE)) {
                add(cells, new Scenario(ring, policy, Scenario.Poller.LEAVES, List.of("HL"), exact, 0xFFFF));
                // A request that lines up behind another for which there is no room either.
                add(cells, new Scenario(ring, policy, Scenario.Poller.LEAVES, List.of("HHL"), 4, 7));
            }
        }
        for (Policy policy : POLLING) {
            // On this ring the first HIPRI request is notified anyway; only the second is polled for.
            add(cells, RingProfile.SPLIT_EVENT_2021, policy, Scenario.Poller.LEAVES, List.of("HHL"));
            add(cells, RingProfile.SPLIT_EVENT_2021, policy, Scenario.Poller.YIELDS, List.of("HH"));
        }
        // Several pollers, of which one takes leave.
        add(cells, RingProfile.SPLIT_EVENT_NOW, Policy.TOGGLE, Scenario.Poller.YIELDS, List.of("H", "L"));
        cells.add(new Cell(new Scenario(RingProfile.SPLIT_EVENT_NOW, Policy.TOGGLE, Scenario.Poller.YIELDS,
                List.of("H", "H")), MemoryModel.SC, null));
        for (Life life : EnumSet.complementOf(EnumSet.of(Life.NONE))) {
            addLife(cells, RingProfile.SPLIT_FLAGS, Policy.INTERRUPT, "L", life, MemoryModel.SC, MemoryModel.TSO);
        }
        for (Life life : EnumSet.complementOf(EnumSet.of(Life.NONE))) {
            addLife(cells, RingProfile.PACKED_EVENT, Policy.INTERRUPT, "L", life, MemoryModel.SC);
        }
        addLife(cells, RingProfile.SPLIT_FLAGS, Policy.INTERRUPT, "L", Life.TIMEOUT, MemoryModel.WEAK);
        addLife(cells, RingProfile.SPLIT_FLAGS, Policy.INTERRUPT, "L", Life.REMOVE, MemoryModel.WEAK);
        addLife(cells, RingProfile.SPLIT_EVENT_NOW, Policy.TOGGLE, "H", Life.TIMEOUT, MemoryModel.SC, MemoryModel.TSO);
        addLife(cells, RingProfile.SPLIT_EVENT_NOW, Policy.TOGGLE, "H", Life.REMOVE, MemoryModel.SC, MemoryModel.TSO);
        addLife(cells, RingProfile.SPLIT_EVENT_NOW, Policy.TOGGLE, "HL", Life.TIMEOUT, MemoryModel.SC);
        for (RingProfile ring : RingProfile.BY_CONTENT) {
            add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LL"), List.of("WL"));
            add(cells, ring, Policy.TOGGLE_KEEP_IRQ_IGNORE, Scenario.Poller.LEAVES, List.of("HL"));
            add(cells, ring, Policy.TOGGLE, Scenario.Poller.LEAVES, List.of("HL"));
            add(cells, ring, Policy.TOGGLE, Scenario.Poller.YIELDS, List.of("H"));
            // The indices wrap, and only one request has room for its pieces at a time, or all have in tables.
            add(cells, new Scenario(ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LLL"), 4, 0xFFFE));
        }
        for (RingProfile ring : List.of(RingProfile.SPLIT_FLAGS, RingProfile.SPLIT_EVENT_NOW,
                RingProfile.PACKED_EVENT)) {
            add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LWF"), List.of("WF", "L"));
            for (Environment environment : ENVIRONMENTS) {
                addIn(cells, environment, new Scenario(ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LL")));
                addIn(cells, environment,
                        new Scenario(ring, Policy.TOGGLE_V1, Scenario.Poller.LEAVES, List.of("HL")));
                addIn(cells, environment, new Scenario(ring, Policy.TOGGLE, Scenario.Poller.STAYS, List.of("HL")));
                addIn(cells, environment, new Scenario(ring, Policy.TOGGLE, Scenario.Poller.YIELDS, List.of("H")));
            }
            addIn(cells, Environment.ONE_THREAD,
                    new Scenario(ring, Policy.POLL_QUEUES, Scenario.Poller.STAYS, List.of("HL")));
        }
        addSeededBugs(cells, MemoryModel.SC, MemoryModel.TSO);
        return new Campaign("standard", List.copyOf(cells));
    }

    /// The long one: every policy with every mix of up to four requests from one or two submitters.
    public static Campaign nightly() {
        Set<Cell> cells = new LinkedHashSet<>();
        for (int requests = 1; requests <= MAX_REQUESTS; requests++) {
            for (List<String> jobs : mixes(requests)) {
                for (RingProfile ring : RingProfile.BY_SUPPRESSION) {
                    if (String.join("", jobs).contains("H")) {
                        for (Policy policy : POLLING) {
                            for (Scenario.Poller poller : EnumSet.complementOf(EnumSet.of(Scenario.Poller.NONE))) {
                                add(cells, ring, policy, poller, jobs);
                            }
                        }
                    } else {
                        add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, jobs);
                        add(cells, ring, Policy.NO_SUPPRESSION, Scenario.Poller.NONE, jobs);
                    }
                }
            }
        }
        for (RingProfile ring : RingProfile.BY_SUPPRESSION) {
            for (Life life : EnumSet.complementOf(EnumSet.of(Life.NONE))) {
                for (String jobs : List.of("L", "LL")) {
                    addLife(cells, ring, Policy.INTERRUPT, jobs, life, MemoryModel.values());
                }
                for (String jobs : List.of("H", "HL")) {
                    addLife(cells, ring, Policy.TOGGLE, jobs, life, MemoryModel.SC, MemoryModel.TSO);
                }
            }
        }
        for (RingProfile ring : RingProfile.values()) {
            for (List<String> jobs : CONTENT_MIXES) {
                add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, jobs);
                for (Environment environment : ENVIRONMENTS) {
                    addIn(cells, environment, new Scenario(ring, Policy.INTERRUPT, Scenario.Poller.NONE, jobs));
                }
            }
            for (List<String> jobs : HIPRI_MIXES) {
                for (Policy policy : POLLING) {
                    for (Scenario.Poller poller : EnumSet.complementOf(EnumSet.of(Scenario.Poller.NONE))) {
                        add(cells, ring, policy, poller, jobs);
                        for (Environment environment : ENVIRONMENTS) {
                            addIn(cells, environment, new Scenario(ring, policy, poller, jobs));
                        }
                    }
                }
            }
        }
        addSeededBugs(cells, MemoryModel.values());
        return new Campaign("nightly", List.copyOf(cells));
    }

    /// One job or two with this many requests together; two jobs in one order only.
    private static List<List<String>> mixes(int requests) {
        List<List<String>> mixes = new ArrayList<>();
        for (int bits = 0; bits < 1 << requests; bits++) {
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < requests; i++) {
                letters.append((bits >> i & 1) == 0 ? 'L' : 'H');
            }
            String all = letters.toString();
            mixes.add(List.of(all));
            for (int first = 1; 2 * first <= requests; first++) {
                String one = all.substring(0, first);
                String other = all.substring(first);
                if (one.length() < other.length() || one.compareTo(other) <= 0) {
                    mixes.add(List.of(one, other));
                }
            }
        }
        return mixes;
    }

    /// Under each of these models, and what lacks a barrier under all.
    private static void addSeededBugs(Set<Cell> to, MemoryModel... models) {
        for (SeededBug bug : SeededBugs.list()) {
            for (MemoryModel model : bug.dropped() == null ? models : MemoryModel.values()) {
                if (bug.where() != null) {
                    to.add(bug.cell(model));
                }
            }
        }
    }

    /// Two requests at the most are in the ring at a time; a driver that polls does so until its requests are done.
    private static void addLife(Set<Cell> to, RingProfile ring, Policy policy, String jobs, Life life,
            MemoryModel... models) {
        Scenario.Poller poller = policy == Policy.INTERRUPT ? Scenario.Poller.NONE : Scenario.Poller.STAYS;
        for (MemoryModel model : models) {
            to.add(new Cell(new Scenario(ring, policy, poller, List.of(jobs), LIFE_QUEUE_SIZE, 0).with(life), model,
                    null));
        }
    }

    @SafeVarargs
    private static void add(Set<Cell> to, RingProfile ring, Policy policy, Scenario.Poller poller,
            List<String>... mixes) {
        for (List<String> jobs : mixes) {
            add(to, new Scenario(ring, policy, poller, jobs));
        }
    }

    /// Under SC and TSO.
    private static void addIn(Set<Cell> to, Environment environment, Scenario scenario) {
        for (MemoryModel model : List.of(MemoryModel.SC, MemoryModel.TSO)) {
            to.add(new Cell(scenario.with(environment), model, null));
        }
    }

    private static void add(Set<Cell> to, Scenario scenario) {
        for (MemoryModel model : MemoryModel.values()) {
            int most = scenario.policy() == Policy.TOGGLE ? MAX_WEAK_TOGGLE_REQUESTS : MAX_WEAK_REQUESTS;
            boolean small = scenario.jobs().size() == 1 && scenario.requestCount() <= most;
            Cell cell = new Cell(scenario, model, null);
            if (model != MemoryModel.WEAK || small) {
                to.add(cell);
            }
        }
    }

    /// The cells whose key contains a text.
    public Campaign matching(String part) {
        List<Cell> matching = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.key().contains(part)) {
                matching.add(cell);
            }
        }
        return new Campaign(name, List.copyOf(matching));
    }

    /// Explores every cell, several at a time, each within the budget. `onResult` hears of each as it ends. The results come in the
    /// order of the cells.
    public List<CellResult> run(Budget budget, int workers, Consumer<CellResult> onResult) {
        Map<Cell, CellResult> results = new HashMap<>();
        Shrinking shrinking = new Shrinking(Shrinking.DEFAULT_STATES);
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            CompletionService<CellResult> running = new ExecutorCompletionService<>(pool);
            for (Cell cell : cells) {
                running.submit(() -> explore(cell, budget, shrinking));
            }
            for (int i = 0; i < cells.size(); i++) {
                CellResult result = running.take().get();
                results.put(result.cell(), result);
                onResult.accept(result);
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("a cell of the campaign failed: " + failed.getMessage(), failed);
        }
        List<CellResult> inOrder = new ArrayList<>();
        for (Cell cell : cells) {
            inOrder.add(Objects.requireNonNull(results.get(cell)));
        }
        return List.copyOf(inOrder);
    }

    /// Exhausts the cell. A finding is made as small as a little more search can make it, in steps and in requests; where the budget does
    /// not suffice, as much of it again goes to executions with few preemptions.
    static CellResult explore(Cell cell, Budget budget, Shrinking shrinking) {
        Verdict verdict = Explorer.exhaust(cell.program(), cell.configuration(), budget);
        return switch (verdict) {
            case Verdict.Refuted refuted -> {
                Verdict.Refuted few = shrinking.withFewSteps(cell, refuted);
                yield new CellResult(cell, few, shrinking.smaller(cell, few.failure()).result());
            }
            case Verdict.Inconclusive inconclusive -> {
                Verdict bounded = Explorer.bounded(cell.program(), cell.configuration(), Integer.MAX_VALUE, budget);
                yield new CellResult(cell, bounded instanceof Verdict.Inconclusive ? verdict : bounded);
            }
            default -> new CellResult(cell, verdict);
        };
    }
}
