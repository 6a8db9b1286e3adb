package ringproof.bench;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import ringproof.suite.InterleavedGuest;

/// An [InterleavedGuest] as Lincheck wants it to be marked.
public final class CorpusGuest extends InterleavedGuest {
    @Override
    @Operation
    public void submit(int number) {
        super.submit(number);
    }

    @Override
    @Operation
    public boolean device() {
        return super.device();
    }

    @Override
    @Operation
    public boolean interrupt() {
        return super.interrupt();
    }

    @Override
    @Operation
    public void poll() {
        super.poll();
    }

    @Override
    @Validate
    public void nothing_is_lost() {
        super.nothing_is_lost();
    }
}
