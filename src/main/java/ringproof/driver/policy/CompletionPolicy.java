package ringproof.driver.policy;

import ringproof.machine.Digestible;
import ringproof.queue.DriverQueue;

/// When one virtqueue's used buffer notifications are on: the state of one queue, guarded by that queue's lock.
///
/// The driver calls, in this order: [#beforeAdd], then [#added] or [#held], for each request; [#drainBegins], [#taken] for each used
/// buffer and [#drainEnds] for each round of completion, whether the interrupt handler runs it or a poller; [#pollBegins] and
/// [#pollEnds] for each poller; [#restarted] after a reset. See [Policy] for the family.
public sealed interface CompletionPolicy extends Digestible
        permits InterruptPolicy, PollPolicy, ToggleV1Policy, ToggleKeepIrqPolicy, TogglePolicy {

    /// Whether HIPRI requests are polled for. If not, they are waited for like all others.
    boolean polls();

    /// Whether a request is polled for.
    default boolean polls(boolean hipri) {
        return hipri && polls();
    }

    /// Before a request is made available, or kept. False: buffers were used whose notification may never come, and the policy wants
    /// them drained before it is asked again.
    boolean beforeAdd(boolean hipri, DriverQueue<?> queue);

    /// The request is in the ring.
    void added(boolean hipri, DriverQueue<?> queue);

    /// The driver keeps the request for now: the ring is full, or requests are not sent.
    default void held(boolean hipri) {
        // Most do not care.
    }

    /// The driver keeps the request no longer: it has just been added, or it has ended.
    default void released(boolean hipri) {
        // Most do not care.
    }

    /// Before used buffers are taken.
    void drainBegins(DriverQueue<?> queue);

    /// One used buffer was taken.
    void taken(boolean hipri);

    /// No used buffer is left. False: take again, some came while notifications were being enabled.
    boolean drainEnds(DriverQueue<?> queue);

    /// The ring has started over: it is empty, and notifications are on. What was in it has been [#taken].
    default void restarted() {
        // Most do not care.
    }

    /// Whether [#pollBegins] and [#pollEnds] matter.
    default boolean countsPollers() {
        return false;
    }

    /// Somebody will poll from now on.
    default void pollBegins(DriverQueue<?> queue) {
        // Most do not care.
    }

    /// Somebody will poll no longer: rescheduled, about to sleep, or satisfied. False: buffers were used whose notification may never
    /// come; drain.
    default boolean pollEnds(DriverQueue<?> queue) {
        return true;
    }
}
