package ringproof.corpus.driver;

import ringproof.device.Backend;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.queue.Chain;
import ringproof.suite.SeededBug;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// Linux virtio_blk 9bce6b5f8987, there in the batch completion of the driver.
public final class FailureReportedOk extends SeededBug {
    public FailureReportedOk() {
        super("Linux virtio_blk 9bce6b5f8987, there in the batch completion of the driver", "5.2.6",
                "a request whose disk has failed ends with OK",
                "split-flags/interrupt/none/L/q16i7/disk-fails");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, disk, id, features, limits, () -> true) {
            @Override
            protected void writeStatus(Chain chain, BlkStatus status) {
                super.writeStatus(chain, BlkStatus.OK);
            }
        };
    }
}
