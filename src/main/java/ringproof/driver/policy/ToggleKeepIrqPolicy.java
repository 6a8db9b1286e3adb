package ringproof.driver.policy;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// The remedy of 3 June 2021: notifications stay on while a non-HIPRI request is in flight, and are off while only HIPRI ones are.
///
/// A non-HIPRI request may now find notifications off although HIPRI requests are in flight. So the premise on which the patch ignores
/// the result of enabling no longer holds: with EVENT_IDX a buffer used meanwhile has used up the notification that was just asked for.
/// Whether the result is honoured (drain, then add) or ignored is the one parameter.
///
/// "In flight" takes in a non-HIPRI request that the driver keeps because the ring is full: somebody must be told when there is room, and
/// the HIPRI requests in the ring may have nobody who polls any more.
final class ToggleKeepIrqPolicy implements CompletionPolicy {
    private final boolean honourEnable;
    private int lopriCount;
    private int heldLopriCount;
    private int hipriCount;
    private boolean callbackEnabled = true;

    ToggleKeepIrqPolicy(boolean honourEnable) {
        this.honourEnable = honourEnable;
    }

    @Override
    public boolean polls() {
        return true;
    }

    @Override
    public boolean beforeAdd(boolean hipri, DriverQueue<?> queue) {
        if (hipri || callbackEnabled) {
            return true;
        }
        callbackEnabled = true;
        boolean nothingUsed = queue.enableCallback();
        return nothingUsed || !honourEnable;
    }

    @Override
    public void added(boolean hipri, DriverQueue<?> queue) {
        if (!hipri) {
            lopriCount++;
            return;
        }
        hipriCount++;
        if (lopriCount + heldLopriCount == 0 && callbackEnabled) {
            queue.disableCallback();
            callbackEnabled = false;
        }
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
        if (lopriCount + heldLopriCount > 0) {
            callbackEnabled = true;
        } else if (hipriCount > 0) {
            callbackEnabled = false;
        }
        return !callbackEnabled || queue.enableCallback();
    }

    @Override
    public void restarted() {
        callbackEnabled = true;
    }

    @Override
    public void digest(Digest digest) {
        digest.add(lopriCount).add(heldLopriCount).add(hipriCount).add(callbackEnabled);
    }
}
