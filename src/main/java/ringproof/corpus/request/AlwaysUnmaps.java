package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor 3e2e453d8981, SPDK e18788d30e7d.
public final class AlwaysUnmaps extends SeededBug {
    public AlwaysUnmaps() {
        super("cloud-hypervisor 3e2e453d8981, SPDK e18788d30e7d", "5.2.6.2",
                "WRITE_ZEROES gives space back whether it may or not");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, new BackendWrapper(disk) {
            @Override
            public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
                return super.writeZeroes(offsetBytes, lengthBytes, true);
            }
        }, id, features, limits, () -> true) {

        };
    }
}
