package ringproof.device;

/// What serving one queue has cost so far. Spec 2.7.7, 2.7.10.
///
/// Counters beside the program: nothing that driver or device does depends on them, so they are in no digest, and under the checker, which runs
/// code once for many states, they mean nothing. The thread that serves the queue writes them; whoever reads them while it runs may be a
/// little behind.
public final class QueueStatistics {
    private long requests;
    private long kicks;
    private long polls;
    private long suppressionReads;
    private long notificationsSent;
    private long notificationsSuppressed;
    private int lastNext = -1;

    void countRequest() {
        requests++;
    }

    void countKick(int next) {
        kicks++;
        lastNext = next;
    }

    void countPoll() {
        polls++;
    }

    /// The driver's suppression state was read, and said whether it wants to know.
    void countDecision(boolean wanted) {
        suppressionReads++;
        if (wanted) {
            notificationsSent++;
        } else {
            notificationsSuppressed++;
        }
    }

    /// Requests executed.
    public long requests() {
        return requests;
    }

    /// Available buffer notifications that woke the thread for this queue; several that came together count once.
    public long kicks() {
        return kicks;
    }

    /// Looks at the ring, with notifications off, that found nothing.
    public long polls() {
        return polls;
    }

    /// How often the driver's suppression state was read: for a hardware device, so many reads of host memory over the bus. None on a
    /// queue that was set up without used buffer notifications.
    public long suppressionReads() {
        return suppressionReads;
    }

    /// Used buffer notifications sent.
    public long notificationsSent() {
        return notificationsSent;
    }

    /// Used buffer notifications that the driver did not want.
    public long notificationsSuppressed() {
        return notificationsSuppressed;
    }

    /// What the last kick said of the next buffer (NOTIFICATION_DATA), or -1.
    public int lastNext() {
        return lastNext;
    }

    /// Adds what another queue has cost.
    public void add(QueueStatistics other) {
        requests += other.requests;
        kicks += other.kicks;
        polls += other.polls;
        suppressionReads += other.suppressionReads;
        notificationsSent += other.notificationsSent;
        notificationsSuppressed += other.notificationsSuppressed;
    }
}
