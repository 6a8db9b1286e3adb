package ringproof.check;

/// The front door of the engine: takes a program through every schedule.
public final class Explorer {
    private Explorer() {
    }

    /// Explores every state of the program that the memory model allows, within the budget. Thread-safe.
    public static Verdict exhaust(Program program, Configuration configuration, Budget budget) {
        return OwnThread.call(() -> new Search(program, configuration, budget).run());
    }
}
