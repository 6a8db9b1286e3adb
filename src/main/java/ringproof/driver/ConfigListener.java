package ringproof.driver;

/// Hears what the device has changed by itself. Linux: virtblk_config_changed_work.
public interface ConfigListener {
    /// The disk is larger or smaller than it was. Requests beyond its new end are refused from now on.
    void resized(long fromSectors, long toSectors);

    /// The device cannot go on, or one of its queues is broken: nothing completes before [BlkDriver#recover] or [BlkDriver#remove].
    void needsReset();
}
