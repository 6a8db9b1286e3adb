package ringproof.corpus.spec;

import org.jspecify.annotations.Nullable;
import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;

/// The example of 2.7.14, which takes used buffers back, executed step by step as it is printed in VIRTIO 1.0 to 1.4.
///
/// It switches notifications off and then goes round. In each round it compares the position of the driver with the used index. If they
/// *differ*, it switches notifications on, executes a barrier, compares again, leaves if they *still differ*, and else switches
/// notifications off again. Whether they differed or not, it then processes the used element at its position and goes on to the next.
///
/// Both comparisons are the wrong way round. A buffer that was used makes the handler leave without it, and no later notification changes
/// that; where nothing was used, an element is processed that the device has not written. Turned round, both of them, it is what the driver
/// does: look, and before going to sleep switch on, look again.
///
/// One round of the loop is one call of [#takeUsed()].
public final class Listing extends SplitDriver {
    private final boolean firstMended;
    private final boolean secondMended;

    /// With neither, one or both of its comparisons turned round.
    public Listing(Machine machine, QueueLayout layout, Scenario scenario, boolean firstMended,
            boolean secondMended) {
        super(machine, layout, scenario);
        this.firstMended = firstMended;
        this.secondMended = secondMended;
    }

    @Override
    public @Nullable Request takeUsed() {
        if (moreUsed() != firstMended) {
            boolean nothingUsed = super.enableCallback();
            if (nothingUsed == secondMended) {
                return null;
            }
            disableCallback();
        }
        return super.takeUsed();
    }

    /// Whatever is there.
    @Override
    protected int usedCount(int last) {
        return Math.max(1, super.usedCount(last));
    }

    /// Who leaves the loop has switched notifications on and does not look again.
    @Override
    public boolean enableCallback() {
        return true;
    }
}
