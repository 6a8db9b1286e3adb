package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// crosvm 28ea102c0ef6.
public final class CapacityOffByOne extends SeededBug {
    public CapacityOffByOne() {
        super("crosvm 28ea102c0ef6", "5.2.6.1",
                "the sector behind the last one passes for one of the disk");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, new BackendWrapper(disk) {
            @Override
            public long capacitySectors() {
                return super.capacitySectors() + 1;
            }
        }, id, features, limits, () -> true) {

        };
    }
}
