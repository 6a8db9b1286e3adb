package ringproof.corpus.chain;

import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// crosvm c8c25c69d19a.
public final class ReadableAfterWritable extends SeededBug {
    public ReadableAfterWritable() {
        super("crosvm c8c25c69d19a", "2.7.4.2",
                "readable pieces may follow writable ones");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean mayBeReadable(Chain chain) {
                return true;
            }
        });
    }
}
