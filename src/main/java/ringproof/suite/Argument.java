package ringproof.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ringproof.check.Budget;

/// What was claimed, feared and objected in the thread of 2021 about switching a virtqueue between interrupts and polling, each with the
/// cells that settle it.
///
/// Source: the review of "[PATCH 3/3] virtio_blk: implement blk_mq_ops->poll()", message id 20210520141305.355961-1-stefanha@redhat.com.
public final class Argument {
    private static final String RINGS = "{split-flags,split-event2021,split-eventnow,packed-flags,packed-event}";
    private static final String FLAG_RINGS = "{split-flags,packed-flags}";
    private static final String MIXES = "{HL,LH,H+L}";
    private static final String FULL = "{kick-check,available-recheck,notify-check,used-recheck}";
    private static final String USUAL = "/q16i7.{sc,tso}";

    /// What figures belong to an answer beside verdicts.
    public enum Measured {
        NOTHING,
        /// Those of [ringproof.load.NotificationCosts].
        NOTIFICATIONS,
        /// Those of [Lateness].
        LATENESS
    }

    /// A claim with what there is to say of it.
    ///
    /// @param who who made it
    public record Point(String who, String claim, String answer, List<Evidence> evidence, Measured measured) {
    }

    /// Cells that must end in the same way.
    ///
    /// @param pattern their keys, with alternatives in braces
    public record Evidence(Cell.Expectation expected, String pattern) {
        /// Every key that the pattern stands for.
        List<String> keys() {
            return expand(pattern);
        }
    }

    /// What became of one piece of evidence.
    public record Settled(Evidence evidence, List<CellResult> results) {
        public boolean holds() {
            return results.stream().allMatch(result -> result.isConclusive()
                    && result.isExpected() && result.cell().expectation() == evidence.expected);
        }
    }

    private Argument() {
    }

    public static List<Point> points() {
        return List.of(
                point("the patch",
                        "Interrupts and polling can be switched for each virtqueue while requests are in flight, "
                                + "under the lock that it has anyway.",
                        "As long as somebody goes on polling, no completion is lost, on any ring.",
                        proved(RINGS + "/toggle-v1/stays/" + MIXES + USUAL)),
                point("the patch",
                        "poll() will be called again, so a buffer that is used just behind the unlocked look is found.",
                        "While the poller stays that is so. A poller that is descheduled for good, or killed, leaves the other "
                                + "requests without an interrupt; one that sleeps leaves its own.",
                        refuted("{split-flags,split-eventnow,packed-flags,packed-event}/toggle-v1/leaves/" + MIXES
                                + USUAL),
                        refuted("{split-flags,split-eventnow,packed-flags,packed-event}/toggle-v1/yields/{H,LH}"
                                + USUAL)),
                point("the answer of 3 June", "Do not disable interrupts while other requests are in flight.",
                        "With flags that is enough. With EVENT_IDX it loses completions if submission goes on ignoring what enabling "
                                + "reports: a buffer that was used meanwhile has used up the notification that was asked for.",
                        proved(FLAG_RINGS + "/toggle-keep-irq-ignore/leaves/" + MIXES + USUAL),
                        refuted("{split-eventnow,packed-event}/toggle-keep-irq-ignore/leaves/HL" + USUAL),
                        refuted("split-event2021/toggle-keep-irq-ignore/leaves/HHL" + USUAL)),
                point("this project", "Honour what enabling reports: drain, then add.", "That mends it on every ring.",
                        proved(RINGS + "/toggle-keep-irq/leaves/" + MIXES + USUAL)),
                point("this project",
                        "Let a poller announce itself and take leave; notifications are off only while one is there. "
                                + "The default policy, TOGGLE.",
                        "Then a poller may stay, vanish, be rescheduled or sleep, and nothing is lost or late for ever.",
                        proved(RINGS + "/toggle/{stays,leaves}/" + MIXES + USUAL),
                        proved(RINGS + "/toggle/yields/{H,LH,HL}" + USUAL)),
                measured(Measured.LATENESS, "a drawback named in the patch",
                        "A descheduled poller delays the other requests of its virtqueue.",
                        "Under the patch, for as long as it is away, and without bound if it never comes back. Under the remedies the "
                                + "interrupt handler completes them whatever the poller does. That a host stops the poller's "
                                + "processor while it holds the queue's lock delays them under every policy that shares a queue; only "
                                + "queues for polling alone are free of that.",
                        refuted("split-flags/toggle-v1/leaves/HL" + USUAL),
                        proved(RINGS + "/{toggle-keep-irq,toggle}/leaves/{HL,H+L}" + USUAL)),
                point("an objection", "This is a dangerous configuration; prefer queues for polling alone.",
                        "Such queues lose nothing while somebody polls them, and other requests never wait for a poller. But a poller "
                                + "that sleeps loses its own request there too, since nothing can notify it; TOGGLE does not.",
                        proved(RINGS + "/poll-queues/{stays,leaves}/" + MIXES + USUAL),
                        refuted("{split-flags,split-eventnow,packed-flags,packed-event}/poll-queues/yields/H" + USUAL)),
                point("the patch", "The lock excludes that interrupt handler and poller complete a request twice.",
                        "Without it they do, also where suppression seems to exclude the interrupt, since a device may notify all the "
                                + "same.",
                        refuted("split-event2021/toggle-v1/stays/HL/q16i7.sc.unlocked"),
                        refuted("split-flags/toggle-v1/stays/HH/q16i7/unsuppressed.sc.excluded-by-suppression")),
                point("the specification",
                        "Suppression is advice: either side may notify although it was asked not to.",
                        "Driver and device cope on every ring, under either policy.",
                        proved("{split-flags,split-eventnow,packed-event}/{interrupt/none/LL,toggle/stays/HL}/q16i7/unsuppressed"
                                + ".{sc,tso}"),
                        proved("{split-flags,split-eventnow,packed-event}/{interrupt/none/LL,toggle/stays/HL}/q16i7/spurious"
                                + ".{sc,tso}")),
                point("this project",
                        "Each side needs a full barrier between what it publishes and the other side's word of "
                                + "suppression.",
                        "Without one of them completions are lost on a machine with store buffers, and no sequentially consistent "
                                + "checker can see it.",
                        refuted("split-eventnow/interrupt/none/LL/q16i7.tso.drop-" + FULL),
                        refuted("packed-event/interrupt/none/LL/q16i7.tso.packed-drop-" + FULL),
                        proved("split-eventnow/interrupt/none/LL/q16i7.sc.drop-" + FULL),
                        proved("packed-event/interrupt/none/LL/q16i7.sc.packed-drop-" + FULL)),
                measured(Measured.NOTIFICATIONS, "the mail",
                        "A device that polls, too, suppresses kicks meanwhile: then neither an exit nor an interrupt is left.",
                        "Nothing is lost either way. How much is saved, the figures below say.",
                        proved("{split-flags,split-eventnow,packed-event}/toggle/stays/HL/q16i7/device-polls.{sc,tso}")),
                measured(Measured.NOTIFICATIONS, "the mail",
                        "A hardware device must read the driver's word of suppression over the bus before each interrupt; "
                                + "queues for polling alone save that read.",
                        "It reads once for each request under every policy that toggles, and never on a queue that was set up without "
                                + "interrupts.",
                        proved(RINGS + "/poll-queues/stays/HL" + USUAL)));
    }

    private static Point point(String who, String claim, String answer, Evidence... evidence) {
        return new Point(who, claim, answer, List.of(evidence), Measured.NOTHING);
    }

    private static Point measured(Measured what, String who, String claim, String answer, Evidence... evidence) {
        return new Point(who, claim, answer, List.of(evidence), what);
    }

    private static Evidence proved(String pattern) {
        return new Evidence(Cell.Expectation.PROVED, pattern);
    }

    private static Evidence refuted(String pattern) {
        return new Evidence(Cell.Expectation.REFUTED, pattern);
    }

    /// `a{b,c}d` stands for `abd` and `acd`.
    static List<String> expand(String pattern) {
        int from = pattern.indexOf('{');
        if (from < 0) {
            return List.of(pattern);
        }
        int to = pattern.indexOf('}', from);
        List<String> all = new ArrayList<>();
        for (String choice : pattern.substring(from + 1, to).split(",", -1)) {
            all.addAll(expand(pattern.substring(0, from) + choice + pattern.substring(to + 1)));
        }
        return all;
    }

    /// Explores every cell that a piece of evidence names. `onResult` hears of each as it ends.
    public static Settled settle(Evidence evidence, Budget budget, int workers, Consumer<CellResult> onResult) {
        List<Cell> cells = evidence.keys().stream().map(Cell::parse).toList();
        return new Settled(evidence, new Campaign("argument", cells).run(budget, workers, onResult));
    }
}
