package ringproof.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Explorer;
import ringproof.check.MemoryModel;
import ringproof.driver.Policy;

/// A list of cells, each explored on its own.
public record Campaign(String name, List<Cell> cells) {

    /// The selection that `check` runs: the three families on the split ring, and every seeded bug.
    public static Campaign standard() {
        List<Cell> cells = new ArrayList<>();
        for (RingProfile ring : RingProfile.values()) {
            add(cells, ring, Policy.INTERRUPT, Scenario.Poller.NONE, List.of("LL"), List.of("L", "L"));
            add(cells, ring, Policy.NO_SUPPRESSION, Scenario.Poller.NONE, List.of("LL"));
            for (Policy policy : Policy.values()) {
                if (policy.polls()) {
                    for (Scenario.Poller poller : List.of(Scenario.Poller.STAYS, Scenario.Poller.LEAVES)) {
                        add(cells, ring, policy, poller, List.of("HL"), List.of("LH"), List.of("H", "L"));
                    }
                    if (ring == RingProfile.SPLIT_EVENT_2021) {
                        // Here the first HIPRI request is notified anyway; only the second is polled for.
                        add(cells, ring, policy, Scenario.Poller.LEAVES, List.of("HHL"));
                    }
                }
            }
        }
        for (SeededBug bug : SeededBugs.list()) {
            for (MemoryModel model : MemoryModel.values()) {
                cells.add(new Cell(bug.where(), model, bug));
            }
        }
        return new Campaign("standard", List.copyOf(cells));
    }

    @SafeVarargs
    private static void add(List<Cell> to, RingProfile ring, Policy policy, Scenario.Poller poller,
            List<String>... mixes) {
        for (List<String> jobs : mixes) {
            for (MemoryModel model : MemoryModel.values()) {
                to.add(new Cell(new Scenario(ring, policy, poller, jobs), model, null));
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
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            CompletionService<CellResult> running = new ExecutorCompletionService<>(pool);
            for (Cell cell : cells) {
                running.submit(
                        () -> new CellResult(cell, Explorer.exhaust(cell.program(), cell.configuration(), budget)));
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
}
