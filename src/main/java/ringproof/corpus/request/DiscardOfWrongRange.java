package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// OSv 97463b2ba2bc, there in the driver.
public final class DiscardOfWrongRange extends SeededBug {
    public DiscardOfWrongRange() {
        super("OSv 97463b2ba2bc, there in the driver", "5.2.6",
                "the number of sectors is cut to 16 bits, so another range is cleared");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, new BackendWrapper(disk) {
            @Override
            public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
                return super.writeZeroes(offsetBytes, lengthBytes & 0xFFF, mayUnmap);
            }
        }, id, features, limits, () -> true) {

        };
    }
}
