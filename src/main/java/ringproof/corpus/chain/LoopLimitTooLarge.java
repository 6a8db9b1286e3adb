package ringproof.corpus.chain;

import ringproof.machine.Machine;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// openvmm f9af2c13de7e, Linux vringh dbd29e075228.
public final class LoopLimitTooLarge extends SeededBug {
    public LoopLimitTooLarge() {
        super("openvmm f9af2c13de7e, Linux vringh dbd29e075228", "2.7.5.2",
                "a chain may go round, and is longer than the queue");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean isAtLimit(long pieceCount, long limit) {
                return pieceCount >= 4 * limit;
            }
        });
    }
}
