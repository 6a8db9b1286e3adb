package ringproof.suite;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringproof.driver.Request;
import ringproof.machine.Digest;
import ringproof.queue.Breakage;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;

/// A driver's queue that tells [SuppressionSpec] what is added and taken, and is otherwise the one inside.
record WatchedQueue(DriverQueue<Request> inside, SuppressionSpec watcher) implements DriverQueue<Request> {
    @Override
    public Added add(Chain chain, Request request) {
        Added added = inside.add(chain, request);
        if (added == Added.YES) {
            watcher.added(request);
        }
        tellIfBroken();
        return added;
    }

    @Override
    public @Nullable Request takeUsed() {
        Request request = inside.takeUsed();
        if (request != null) {
            watcher.taken(request);
        }
        tellIfBroken();
        return request;
    }

    private void tellIfBroken() {
        if (inside.breakage() != null) {
            watcher.broke();
        }
    }

    @Override
    public boolean kickPrepare() {
        return inside.kickPrepare();
    }

    @Override
    public int notificationData() {
        return inside.notificationData();
    }

    @Override
    public long usedLengthBytes() {
        return inside.usedLengthBytes();
    }

    @Override
    public boolean moreUsed() {
        return inside.moreUsed();
    }

    @Override
    public boolean callbackArrived() {
        return inside.callbackArrived();
    }

    @Override
    public void disableCallback() {
        inside.disableCallback();
    }

    @Override
    public boolean enableCallback() {
        return inside.enableCallback();
    }

    @Override
    public int enableCallbackPrepare() {
        return inside.enableCallbackPrepare();
    }

    @Override
    public boolean poll(int position) {
        return inside.poll(position);
    }

    @Override
    public boolean enableCallbackDelayed() {
        return inside.enableCallbackDelayed();
    }

    @Override
    public void reinit(Consumer<? super Request> returned) {
        inside.reinit(request -> {
            watcher.taken(request);
            returned.accept(request);
        });
    }

    @Override
    public int freeCount() {
        return inside.freeCount();
    }

    @Override
    public int size() {
        return inside.size();
    }

    @Override
    public @Nullable Breakage breakage() {
        return inside.breakage();
    }

    @Override
    public void digest(Digest digest) {
        inside.digest(digest);
    }
}
