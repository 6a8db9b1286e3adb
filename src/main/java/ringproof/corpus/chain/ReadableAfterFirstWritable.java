package ringproof.corpus.chain;

import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.ChainRules;
import ringproof.queue.DeviceQueue;
import ringproof.queue.QueueLayout;
import ringproof.queue.SplitDeviceQueue;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// Linux vringh e74cfa91f42c.
public final class ReadableAfterFirstWritable extends SeededBug {
    public ReadableAfterFirstWritable() {
        super("Linux vringh e74cfa91f42c", "2.7.4.2",
                "the check looks at the wrong counter: it notices only if nothing readable came before");
    }

    @Override
    protected DeviceQueue deviceQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDeviceQueue(machine, layout, scenario.ring().features(), scenario.startIdx(), new ChainRules() {
            @Override
            protected boolean mayBeReadable(Chain chain) {
                return super.mayBeReadable(chain) || chain.readableCount() > 0;
            }
        });
    }
}
