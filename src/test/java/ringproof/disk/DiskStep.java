package ringproof.disk;

import ringproof.wire.ZoneState;

/// What happens next in a [DiskRun].
sealed interface DiskStep {
    record Submit(int queue, boolean hipri, DiskRequest request) implements DiskStep {
    }

    record Serve(int queue) implements DiskStep {
    }

    record Complete(int queue) implements DiskStep {
    }

    /// A zone breaks.
    record Fail(int zone, ZoneState how) implements DiskStep {
    }

    /// The write cache is switched on or off.
    record Cache(boolean on) implements DiskStep {
    }

    /// The disk does something of its own accord.
    record Nudge(int strength) implements DiskStep {
    }
}
