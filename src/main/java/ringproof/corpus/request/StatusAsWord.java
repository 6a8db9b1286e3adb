package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor bc6acb842f1e.
public final class StatusAsWord extends SeededBug {
    public StatusAsWord() {
        super("cloud-hypervisor bc6acb842f1e", "5.2.6",
                "the status is written as a word of 32 bits, and the three bytes behind it with it");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected void writeStatus(Chain chain, BlkStatus status) {
                super.writeStatus(chain, status);
                int last = chain.count() - 1;
                memory.write(chain.addr(last) + chain.lengthBytes(last), new byte[3], 0, 3);
            }
        };
    }
}
