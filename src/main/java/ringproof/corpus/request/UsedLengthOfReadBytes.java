package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 7461143194e1, for whole requests.
public final class UsedLengthOfReadBytes extends SeededBug {
    public UsedLengthOfReadBytes() {
        super("cloud-hypervisor 7461143194e1, for whole requests", "2.7.8.2",
                "used.len counts what the device has read, too");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            public long execute(Chain chain) {
                long used = super.execute(chain);
                return used < 0 ? used : used + chain.readableBytes();
            }
        };
    }
}
