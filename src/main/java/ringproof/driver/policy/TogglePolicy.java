package ringproof.driver.policy;

import ringproof.machine.Barrier;
import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// Ours: notifications are off only while nothing but HIPRI requests is in flight *and* somebody is really polling for them.
///
/// It is [ToggleKeepIrqPolicy], whose enabling is honoured, with one thing more: pollers announce themselves and take leave. So it closes
/// the last gap of the thread of 2021, the exceptions to "poll will be called again": a poller that must give up the processor
/// (need_resched), that sleeps a while before it polls (hybrid polling), or that goes away takes leave; when the last one has left, whatever
/// is still in flight is notified, HIPRI or not.
///
/// What it promises, whenever the queue's lock is free and the queue not broken. *Armed* means: the next buffer to be used is notified, or
/// has been and the notification is on its way.
///
/// - I1 armed while a non-HIPRI request is in flight, or is kept because the ring is full
/// - I2 armed while a HIPRI request is in flight and no poller is announced
/// - I3 suppressed while only HIPRI requests are in flight, none other is kept, and a poller is announced
///
/// Why nothing is lost. A request that I1 or I2 covers is notified; the handler drains, which completes it, or finds that a poller has. A
/// request that I3 leaves uncovered is HIPRI and somebody polls: either until it is done, or until he takes leave, which makes I2 cover
/// it. Only who is descheduled without having taken leave keeps HIPRI requests waiting, as long as that lasts; the others complete by I1.
///
/// Why I1 and I2 hold. The queue becomes armed in one way alone, [DriverQueue#enableCallback()] that returned true: it stores the
/// suppression word, then executes [Barrier#USED_RECHECK], then sees that no buffer has been used; the device publishes a used buffer, then
/// executes [Barrier#NOTIFY_CHECK], then reads the word. So a buffer used later is notified. Where it returns false the
/// buffers are drained and it is tried again: [#beforeAdd], [#drainEnds] and [#pollEnds] all insist. Adding does not disarm. Taking does,
/// with EVENT_IDX, where the word asks for one buffer only; but whoever takes goes on to [#drainEnds], which arms the queue anew at
/// the buffer that is next then, and a notification that was on its way is spurious. The counts change under the lock only, and each change that
/// makes I1 or I2 demand more comes with enabling: [#beforeAdd] before a request counts, [#pollEnds] when the last poller leaves.
///
/// The profiles differ in what disabling does, not in what enabling means:
///
/// - with flags the word says on or off, and stays so;
/// - with EVENT_IDX as in 2021 disabling is silent, so the device may notify once more: spurious or early, never missing;
/// - with EVENT_IDX as it is now disabling moves `used_event` far away; enabling moves it back, and forgets that a notification had come,
///   else the next disabling would be silent and the next enabling too late;
/// - on the packed ring the word is flags, or one descriptor with its wrap counter, which enabling moves to the next buffer.
///
/// While pollers stay announced and poll all the time, the word is written once, not once a request: nothing in flight changes nothing.
final class TogglePolicy implements CompletionPolicy {
    /// In the ring.
    private int lopriCount;
    private int hipriCount;
    /// Kept by the driver.
    private int heldLopriCount;
    private int pollerCount;
    private boolean callbackEnabled = true;

    @Override
    public boolean polls() {
        return true;
    }

    @Override
    public boolean countsPollers() {
        return true;
    }

    @Override
    public boolean beforeAdd(boolean hipri, DriverQueue<?> queue) {
        boolean mayBeOff = hipri && pollerCount > 0;
        return mayBeOff || enable(queue);
    }

    @Override
    public void added(boolean hipri, DriverQueue<?> queue) {
        if (hipri) {
            hipriCount++;
        } else {
            lopriCount++;
        }
        disableWhereOnlyPolled(queue);
    }

    @Override
    public void held(boolean hipri) {
        heldLopriCount += hipri ? 0 : 1;
    }

    @Override
    public void released(boolean hipri) {
        heldLopriCount -= hipri ? 0 : 1;
    }

    @Override
    public void drainBegins(DriverQueue<?> queue) {
        if (callbackEnabled) {
            queue.disableCallback();
        }
    }

    @Override
    public void taken(boolean hipri) {
        if (hipri) {
            hipriCount--;
        } else {
            lopriCount--;
        }
    }

    @Override
    public boolean drainEnds(DriverQueue<?> queue) {
        if (isOnlyPolled()) {
            callbackEnabled = false;
        } else if (lopriCount + heldLopriCount + hipriCount > 0) {
            callbackEnabled = true;
        }
        return !callbackEnabled || queue.enableCallback();
    }

    @Override
    public void pollBegins(DriverQueue<?> queue) {
        pollerCount++;
        disableWhereOnlyPolled(queue);
    }

    @Override
    public boolean pollEnds(DriverQueue<?> queue) {
        if (pollerCount == 0) {
            throw new IllegalStateException("more pollers have taken leave than have been announced");
        }
        pollerCount--;
        return pollerCount > 0 || hipriCount == 0 || enable(queue);
    }

    /// Whether nobody but pollers waits for what is in flight.
    private boolean isOnlyPolled() {
        return hipriCount > 0 && lopriCount + heldLopriCount == 0 && pollerCount > 0;
    }

    private void disableWhereOnlyPolled(DriverQueue<?> queue) {
        if (callbackEnabled && isOnlyPolled()) {
            queue.disableCallback();
            callbackEnabled = false;
        }
    }

    /// False: drain, then ask again.
    private boolean enable(DriverQueue<?> queue) {
        if (callbackEnabled) {
            return true;
        }
        callbackEnabled = true;
        return queue.enableCallback();
    }

    @Override
    public void restarted() {
        callbackEnabled = true;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(lopriCount).add(hipriCount).add(heldLopriCount).add(pollerCount).add(callbackEnabled);
    }
}
