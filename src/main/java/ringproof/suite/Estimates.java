package ringproof.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ringproof.check.Budget;
import ringproof.check.Monitor;
import ringproof.check.Verdict;

/// How good the estimate of the whole is while a search runs: estimated states against those that there were in the end.
public final class Estimates {
    /// Sound ones of every ring, policy and memory model, of some ten thousand to some hundred thousand states.
    private static final List<String> CELLS = List.of(
            "split-flags/interrupt/none/LLL/q16i7.tso",
            "split-flags/interrupt/none/L+L/q16i7.tso",
            "split-flags/interrupt/none/LL/q16i7.weak",
            "split-event2021/toggle-v1/stays/HHLL/q16i7.tso",
            "split-eventnow/toggle/stays/HL/q16i7.tso",
            "split-eventnow/toggle/yields/HL/q16i7.tso",
            "split-flags/toggle-keep-irq/stays/H+L/q16i7.tso",
            "split-flags/poll-queues/stays/LH/q16i7.weak",
            "packed-flags/interrupt/none/LLL/q16i7.tso",
            "packed-flags/interrupt/none/LL/q16i7.weak",
            "packed-event/toggle-v1/stays/HHLL/q16i7.sc",
            "packed-event/toggle-keep-irq/leaves/H+L/q16i7.tso");
    /// Where in a search it is looked at.
    public static final List<Double> PARTS = List.of(0.1, 0.25, 0.5, 0.75);
    private static final Duration EVERY = Duration.ofMillis(2);

    private Estimates() {
    }

    /// One search.
    ///
    /// @param states that there were
    /// @param ratios by [#PARTS]: states estimated then, divided by that
    public record Row(String cell, long states, List<Double> ratios) {
    }

    /// Searches cell after cell, with this many workers. Hears of each as it ends.
    public static List<Row> measure(int workers, Consumer<Row> onRow) {
        List<Row> rows = new ArrayList<>();
        for (String key : CELLS) {
            Cell cell = Cell.parse(key);
            List<Monitor.Progress> heard = new ArrayList<>();
            Verdict verdict = cell.explore(Budget.DEFAULT.withWorkers(workers),
                    new Monitor(EVERY, heard::add, null, false, key));
            long states = verdict.stats().states();
            List<Double> ratios = new ArrayList<>();
            for (double part : PARTS) {
                ratios.add((double) nearest(heard, states, part).estimatedStates() / states);
            }
            Row row = new Row(key, states, List.copyOf(ratios));
            rows.add(row);
            onRow.accept(row);
        }
        return List.copyOf(rows);
    }

    /// What was heard when about this part of all `states` had been visited. Throws [IllegalArgumentException] where nothing was.
    public static Monitor.Progress nearest(List<Monitor.Progress> heard, long states, double part) {
        Monitor.Progress nearest = heard.stream().min((a, b) -> Double.compare(Math.abs(a.states() - part * states),
                Math.abs(b.states() - part * states))).orElse(null);
        if (nearest == null) {
            throw new IllegalArgumentException("nothing was heard of the search");
        }
        return nearest;
    }
}
