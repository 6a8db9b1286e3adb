package ringproof.check.search;

import java.util.ArrayList;
import java.util.List;

/// The threads of one search.
final class Crew {
    private Crew() {
    }

    /// Does the same work on so many threads, the caller's among them, and returns when all have ended. `interrupted` is called, perhaps several
    /// times, when the caller is interrupted meanwhile; it is so still when this returns.
    static void run(int threads, Runnable work, Runnable interrupted) {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(Thread.ofPlatform().name("ringproof-" + i).daemon().start(work));
        }
        work.run();
        boolean wasInterrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                    interrupted.run();
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
