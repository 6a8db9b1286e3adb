package ringproof.driver;

/// The family of completion policies, by name.
public enum Policy {
    /// Never polls.
    INTERRUPT("interrupts only") {
        @Override
        public CompletionPolicy newQueueState() {
            return new InterruptPolicy(true);
        }
    },
    /// Never polls, never suppresses: the simplest driver that EVENT_IDX allows.
    NO_SUPPRESSION("interrupts, never suppressed") {
        @Override
        public CompletionPolicy newQueueState() {
            return new InterruptPolicy(false);
        }
    },
    /// The patch as sent.
    TOGGLE_V1("the patch of 20 May 2021 as sent") {
        @Override
        public CompletionPolicy newQueueState() {
            return new ToggleV1Policy();
        }
    },
    /// Notifications stay on while non-HIPRI requests are in flight; the result of enabling is ignored, as the patch does.
    TOGGLE_KEEP_IRQ_IGNORE("the remedy of 3 June 2021, result of enable ignored") {
        @Override
        public CompletionPolicy newQueueState() {
            return new ToggleKeepIrqPolicy(false);
        }
    },
    /// Notifications stay on while non-HIPRI requests are in flight; what enabling reports is drained first.
    TOGGLE_KEEP_IRQ("the remedy of 3 June 2021, result of enable honoured") {
        @Override
        public CompletionPolicy newQueueState() {
            return new ToggleKeepIrqPolicy(true);
        }
    };

    private final String meaning;

    Policy(String meaning) {
        this.meaning = meaning;
    }

    /// Whether its HIPRI requests are polled for.
    public boolean polls() {
        return newQueueState().polls();
    }

    /// What it is, in a few words.
    public String meaning() {
        return meaning;
    }

    /// A new state for one virtqueue with notifications on and nothing in flight.
    public abstract CompletionPolicy newQueueState();
}
