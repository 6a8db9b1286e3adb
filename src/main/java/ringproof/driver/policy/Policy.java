package ringproof.driver.policy;

import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The family of completion policies, by name.
public enum Policy {
    /// Never polls.
    INTERRUPT("interrupts only") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new InterruptPolicy(true);
        }
    },
    /// Never polls, never suppresses: the simplest driver that EVENT_IDX allows.
    NO_SUPPRESSION("interrupts, never suppressed") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new InterruptPolicy(false);
        }
    },
    /// The patch as sent.
    TOGGLE_V1("the patch of 20 May 2021 as sent") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new ToggleV1Policy();
        }
    },
    /// Notifications stay on while non-HIPRI requests are in flight; the result of enabling is ignored, as the patch does.
    TOGGLE_KEEP_IRQ_IGNORE("the remedy of 3 June 2021, result of enable ignored") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new ToggleKeepIrqPolicy(false);
        }
    },
    /// Notifications stay on while non-HIPRI requests are in flight; what enabling reports is drained first.
    TOGGLE_KEEP_IRQ("the remedy of 3 June 2021, result of enable honoured") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new ToggleKeepIrqPolicy(true);
        }
    },
    /// The same, and notifications are off only while somebody is polling. The default.
    TOGGLE("the remedy, and off only while somebody polls") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return new TogglePolicy();
        }
    },
    /// HIPRI requests go to queues of their own, which are only polled; the others interrupt.
    POLL_QUEUES("queues of their own for what is polled") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            return type == HctxType.POLL ? new PollPolicy() : new InterruptPolicy(true);
        }
    },
    /// [#POLL_QUEUES] where reading the suppression word costs the device a DMA, and it has queues enough; else [#TOGGLE].
    AUTO("poll-queues with ACCESS_PLATFORM, else toggle") {
        @Override
        public CompletionPolicy newQueueState(HctxType type) {
            throw new IllegalStateException("AUTO becomes another policy when the features are known");
        }
    };

    private final String meaning;

    Policy(String meaning) {
        this.meaning = meaning;
    }

    /// Whether its HIPRI requests are polled for.
    public boolean polls() {
        return switch (this) {
            case INTERRUPT, NO_SUPPRESSION -> false;
            case TOGGLE_V1, TOGGLE_KEEP_IRQ_IGNORE, TOGGLE_KEEP_IRQ, TOGGLE, POLL_QUEUES, AUTO -> true;
        };
    }

    /// What it is on a device with `queueCount` queues: itself, unless it is [#AUTO].
    public Policy on(FeatureSet features, int queueCount) {
        if (this != AUTO) {
            return this;
        }
        return features.has(Feature.ACCESS_PLATFORM) && queueCount > 1 ? POLL_QUEUES : TOGGLE;
    }

    /// What it is, in a few words.
    public String meaning() {
        return meaning;
    }

    /// A new state for one virtqueue with notifications on and nothing in flight. Not for [#AUTO].
    public abstract CompletionPolicy newQueueState(HctxType type);
}
