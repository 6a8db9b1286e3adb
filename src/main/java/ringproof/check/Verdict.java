package ringproof.check;

/// What is known about a program after a search. Nothing but `Proved` is a proof.
public sealed interface Verdict {
    Stats stats();

    /// Every state was explored and every property holds.
    record Proved(Stats stats) implements Verdict {
    }

    /// Every execution that preempts an agent at most `preemptions` times was explored, and every property holds in them. No proof of the
    /// rest.
    record ProvedUpTo(int preemptions, String why, Stats stats) implements Verdict {
    }

    /// A schedule in which something is wrong.
    record Refuted(Failure failure, Schedule schedule, Stats stats) implements Verdict {
    }

    /// The search ended early and has found nothing so far.
    record Inconclusive(String why, Stats stats) implements Verdict {
    }
}
