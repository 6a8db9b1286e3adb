package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor b2f40afc6913.
public final class ShortReadTakenForWhole extends SeededBug {
    public ShortReadTakenForWhole() {
        super("cloud-hypervisor b2f40afc6913", "5.2.6",
                "a read of the disk that comes back short is taken for a whole one",
                "split-flags/interrupt/none/L/q16i7");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, new BackendWrapper(disk) {
            @Override
            public boolean read(long offsetBytes, GuestMemory seen, long addr, int lengthBytes) {
                return super.read(offsetBytes, seen, addr, lengthBytes / 2);
            }
        }, id, features, limits, () -> true);
    }
}
