package ringproof.driver;

import ringproof.machine.Digestible;
import ringproof.queue.DriverQueue;

/// When one virtqueue's used buffer notifications are on: the state of one queue, guarded by that queue's lock.
///
/// The driver calls, in this order: [#beforeAdd] and [#added] for each request; [#drainBegins], [#taken] for each used buffer and
/// [#drainEnds] for each round of completion, whether the interrupt handler runs it or a poller. See [Policy] for the family.
public sealed interface CompletionPolicy extends Digestible
        permits InterruptPolicy, ToggleV1Policy, ToggleKeepIrqPolicy {

    /// Whether HIPRI requests are polled for. If not, they are waited for like all others.
    boolean polls();

    /// Before a request is made available. False: buffers were used whose notification may never come, and the policy wants them
    /// drained before it is asked again.
    boolean beforeAdd(boolean hipri, DriverQueue<?> queue);

    /// The request is in the ring.
    void added(boolean hipri, DriverQueue<?> queue);

    /// Before used buffers are taken.
    void drainBegins(DriverQueue<?> queue);

    /// One used buffer was taken.
    void taken(boolean hipri);

    /// No used buffer is left. False: take again, some came while notifications were being enabled.
    boolean drainEnds(DriverQueue<?> queue);
}
