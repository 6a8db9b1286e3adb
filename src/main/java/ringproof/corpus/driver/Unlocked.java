package ringproof.corpus.driver;

import ringproof.suite.SeededBug;

/// Linux nvme-pci, CVE-2026-31523, in general form.
public final class Unlocked extends SeededBug {
    public Unlocked() {
        super("Linux nvme-pci, CVE-2026-31523, in general form", "-",
                "interrupt handler and poller complete requests without excluding each other",
                "split-event2021/toggle-v1/stays/HL/q16i7");
    }

    @Override
    protected boolean excludes() {
        return false;
    }
}
