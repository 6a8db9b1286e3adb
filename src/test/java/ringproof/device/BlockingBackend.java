package ringproof.device;

import java.util.concurrent.CountDownLatch;

/// Holds each flush until it is released.
final class BlockingBackend extends BackendWrapper {
    private final CountDownLatch entered;
    private final CountDownLatch release;

    BlockingBackend(Backend inner, CountDownLatch entered, CountDownLatch release) {
        super(inner);
        this.entered = entered;
        this.release = release;
    }

    @Override
    public boolean flush() {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            return false;
        }
        return super.flush();
    }
}
