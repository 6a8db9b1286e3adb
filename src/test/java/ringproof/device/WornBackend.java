package ringproof.device;

import org.jspecify.annotations.Nullable;

/// A disk that can say how worn it is.
public final class WornBackend extends BackendWrapper {
    public WornBackend(Backend inner) {
        super(inner);
    }

    @Override
    public @Nullable Lifetime lifetime() {
        return new Lifetime(Lifetime.Reserve.WARNING, 3, 4);
    }
}
