package ringproof.suite;

import java.util.Locale;
import ringproof.driver.Outcome;

/// What is done to a live driver and its device, once and at any moment, while jobs go on.
public enum Life {
    /// Nothing: the scenario is about requests alone.
    NONE("nothing", Outcome.OK),
    /// The first request takes too long, says whoever watches the clock.
    TIMEOUT("its first request times out", Outcome.TIMED_OUT),
    /// The queue is quiesced and goes on.
    QUIESCE("the queue is quiesced for a while", Outcome.OK),
    /// Freeze with requests in flight, then restore.
    FREEZE("the driver is frozen with requests in flight, and restored", Outcome.OK),
    /// Freeze that waits for what is in flight, then restore.
    DRAIN("the driver is frozen when nothing is in flight, and restored", Outcome.OK),
    /// The device is reset, and what it had is sent again.
    RECOVER("the device is reset, and what it had is sent again", Outcome.OK),
    /// The device is reset, and what it had fails.
    FAIL("the device is reset, and what it had fails", Outcome.IOERR),
    /// The queue alone is reset, and what it had is sent again.
    RESET_QUEUE("the queue is reset, and what it had is sent again", Outcome.OK),
    /// The device is suspended and goes on.
    SUSPEND("the device is suspended for a while", Outcome.OK),
    /// The disk is taken away.
    REMOVE("the disk is removed", Outcome.REMOVED);

    private final String sentence;
    /// How a request may end, beside OK.
    private final Outcome other;

    Life(String sentence, Outcome other) {
        this.sentence = sentence;
        this.other = other;
    }

    /// Its name in scenario keys.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What happens, in a few words.
    public String sentence() {
        return sentence;
    }

    /// How a request may end.
    boolean allows(Outcome outcome) {
        return outcome == Outcome.OK || outcome == other;
    }
}
