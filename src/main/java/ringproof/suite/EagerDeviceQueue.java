package ringproof.suite;

import org.jspecify.annotations.Nullable;
import ringproof.check.World;
import ringproof.machine.Digest;
import ringproof.queue.Breakage;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;

/// A device's queue that may notify although the driver has asked it not to, as the environment chooses; otherwise the one inside.
record EagerDeviceQueue(DeviceQueue inside, World world) implements DeviceQueue {
    @Override
    public boolean needsNotification() {
        return inside.needsNotification() || world.choose("device notifies all the same", 2) == 1;
    }

    @Override
    public Taken take(Chain into) {
        return inside.take(into);
    }

    @Override
    public int headId() {
        return inside.headId();
    }

    @Override
    public void stage(int headId, long writtenBytes) {
        inside.stage(headId, writtenBytes);
    }

    @Override
    public void publish() {
        inside.publish();
    }

    @Override
    public void disableNotification() {
        inside.disableNotification();
    }

    @Override
    public boolean enableNotification() {
        return inside.enableNotification();
    }

    @Override
    public int position() {
        return inside.position();
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
