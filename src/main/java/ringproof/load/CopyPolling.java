package ringproof.load;

/// Who polls in a copy beside the jobs that poll for HIPRI requests, and how.
///
/// @param hybrid      the jobs sleep for half of the time that such requests have taken before they poll, see
///                    [ringproof.driver.HybridPolling]
/// @param deviceNanos so long at most the devices poll before they sleep, see [ringproof.device.AdaptivePolling]; 0: they never do
public record CopyPolling(boolean hybrid, long deviceNanos) {
    /// The jobs poll at once, the devices never.
    public static final CopyPolling PLAIN = new CopyPolling(false, 0);

    public CopyPolling {
        if (deviceNanos < 0) {
            throw new IllegalArgumentException("a device cannot poll for less than no time");
        }
    }
}
