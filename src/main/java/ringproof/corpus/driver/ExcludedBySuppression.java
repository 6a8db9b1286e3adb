package ringproof.corpus.driver;

import ringproof.suite.SeededBug;

/// Linux nvme-pci, CVE-2026-31523.
public final class ExcludedBySuppression extends SeededBug {
    public ExcludedBySuppression() {
        super("Linux nvme-pci, CVE-2026-31523", "-",
                "the poller takes no lock, since notifications are off; the device notifies all the same",
                "split-flags/toggle-v1/stays/HH/q16i7/unsuppressed");
    }

    @Override
    protected boolean excludes() {
        return false;
    }
}
