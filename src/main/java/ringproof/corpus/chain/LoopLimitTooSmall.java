package ringproof.corpus.chain;

import ringproof.machine.Machine;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// QEMU 37ef70be6af7.
public final class LoopLimitTooSmall extends SeededBug {
    public LoopLimitTooSmall() {
        super("QEMU 37ef70be6af7", "2.7.5",
                "the limit of a walk counts in another unit, so legal chains pass for loops");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean isAtLimit(long pieceCount, long limit) {
                return pieceCount >= limit - 1;
            }
        });
    }
}
