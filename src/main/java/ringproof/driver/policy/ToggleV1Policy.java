package ringproof.driver.policy;

import ringproof.machine.Digest;
import ringproof.queue.DriverQueue;

/// The patch of 20 May 2021 as sent: notifications are off from the first HIPRI request in flight until the last one is done.
///
/// Source: "[PATCH 3/3] virtio_blk: implement blk_mq_ops->poll()", message 20210520141305.355961-1-stefanha@redhat.com.
///
/// - The result of enabling at submission is ignored: nothing is in flight then, so nothing can have been used.
/// - While a HIPRI request is in flight, non-HIPRI ones are found by whoever polls, or not at all.
final class ToggleV1Policy implements CompletionPolicy {
    private int lopriCount;
    private int hipriCount;
    private boolean callbackEnabled = true;
    private boolean lastHipriDone;

    @Override
    public boolean polls() {
        return true;
    }

    @Override
    public boolean beforeAdd(boolean hipri, DriverQueue<?> queue) {
        if (!hipri && lopriCount == 0 && hipriCount == 0 && !callbackEnabled) {
            boolean ignored = queue.enableCallback();
            callbackEnabled = true;
        }
        return true;
    }

    @Override
    public void added(boolean hipri, DriverQueue<?> queue) {
        if (!hipri) {
            lopriCount++;
            return;
        }
        hipriCount++;
        if (hipriCount == 1 && callbackEnabled) {
            queue.disableCallback();
            callbackEnabled = false;
        }
    }

    @Override
    public void drainBegins(DriverQueue<?> queue) {
        lastHipriDone = false;
        if (callbackEnabled) {
            queue.disableCallback();
        }
    }

    @Override
    public void taken(boolean hipri) {
        if (!hipri) {
            lopriCount--;
            return;
        }
        hipriCount--;
        if (hipriCount == 0) {
            lastHipriDone = true;
        }
    }

    @Override
    public boolean drainEnds(DriverQueue<?> queue) {
        if (lastHipriDone && lopriCount > 0) {
            callbackEnabled = true;
        }
        return !callbackEnabled || queue.enableCallback();
    }

    @Override
    public void restarted() {
        callbackEnabled = true;
    }

    @Override
    public void digest(Digest digest) {
        // lastHipriDone is live only while the lock is held.
        digest.add(lopriCount).add(hipriCount).add(callbackEnabled);
    }
}
