package ringproof.suite;

import java.util.Locale;

/// What the world around driver and device does, beside their own steps, in a scenario: each a choice that the search takes both ways.
public enum Environment {
    /// Nothing: events are raised for a reason, the disk works, and the device sleeps when it has nothing to do.
    NONE("nothing happens beside"),
    /// Once, at any moment, the interrupt and the kick are raised though nobody has notified: a line shared with another device, a
    /// notification that was coalesced or replayed.
    SPURIOUS("a spurious interrupt and a spurious kick arrive"),
    /// Suppression is advice (2.7.7.1, 2.7.10): for each buffer, either side may notify although the other has asked it not to.
    UNSUPPRESSED("either side may notify although it is asked not to"),
    /// The device polls its queue, as long as it likes, before it asks for notifications and sleeps.
    DEVICE_POLLS("the device polls before it sleeps"),
    /// One thread of the device serves all queues in turn.
    ONE_THREAD("one thread of the device serves all queues"),
    /// Any access to the disk may fail.
    DISK_FAILS("the disk may fail");

    private final String sentence;

    Environment(String sentence) {
        this.sentence = sentence;
    }

    /// Its name in scenario keys.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it does, in a few words.
    public String sentence() {
        return sentence;
    }

    /// Whether the device runs on the threads of a whole device, not on the simplest one.
    boolean hasThreads() {
        return this == DEVICE_POLLS || this == ONE_THREAD;
    }
}
