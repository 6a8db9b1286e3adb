package ringproof.corpus.request;

import ringproof.device.Backend;
import ringproof.device.BackendWrapper;
import ringproof.device.BlkLimits;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.suite.SeededBug;
import ringproof.wire.FeatureSet;

/// cloud-hypervisor b2f40afc6913, for writes.
public final class ShortWriteTakenForWhole extends SeededBug {
    public ShortWriteTakenForWhole() {
        super("cloud-hypervisor b2f40afc6913, for writes", "5.2.6",
                "a write of the disk that comes back short is taken for a whole one");
    }

    @Override
    protected RequestExecutor executor(GuestMemory memory, Backend disk, String id, FeatureSet features,
            BlkLimits limits) {
        return new RequestExecutor(memory, new BackendWrapper(disk) {
            @Override
            public boolean write(long offsetBytes, GuestMemory seen, long addr, int lengthBytes) {
                return super.write(offsetBytes, seen, addr, Math.min(lengthBytes, 512));
            }
        }, id, features, limits, () -> true) {

        };
    }
}
