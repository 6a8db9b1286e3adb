package ringproof.machine;

/// What a fence that stands by itself orders. Java: the fences of `VarHandle`.
public enum Fence {
    /// Earlier loads before later loads and stores.
    ACQUIRE,
    /// Earlier loads and stores before later stores.
    RELEASE,
    /// Everything before it before everything after it.
    FULL,
    /// Earlier stores before later stores.
    STORE_STORE,
    /// Earlier loads before later loads.
    LOAD_LOAD
}
