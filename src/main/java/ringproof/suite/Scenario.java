package ringproof.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringproof.driver.policy.Policy;
import ringproof.queue.Virtqueues;

/// One configuration of the whole system, small enough to be explored completely.
///
/// @param jobs      one string a submitter; each letter a request, submitted in this order without waiting: `H` a HIPRI read, `L` one that
///                  is not, `W` a write, `F` a flush
/// @param queueSize descriptors of the virtqueue; a request takes three
/// @param life      what is done to driver and device meanwhile
/// @param environment what the world around them does
/// @param startIdx  where the ring's free-running indices begin; in a packed ring, so many descriptors have come and gone
public record Scenario(RingProfile ring, Policy policy, Poller poller, List<String> jobs, int queueSize, int startIdx,
        Life life, Environment environment) {
    private static final int MAX_JOBS = 8;
    /// Of a request: header, data, status.
    static final int REQUEST_PIECES = 3;
    private static final int DEFAULT_QUEUE_SIZE = 16;
    /// Not 0: a driver that writes 0 to mean "far away" would be right by accident.
    private static final int DEFAULT_START_IDX = 7;

    private static final Pattern QUEUE = Pattern.compile("q([0-9]{1,5})i([0-9]{1,5})");

    /// Whoever polls for the HIPRI requests.
    public enum Poller {
        /// Nobody: the policy does not poll, or no request is HIPRI.
        NONE,
        /// Polls until every HIPRI request is done.
        STAYS,
        /// May stop polling at any moment, for good and without notice: descheduled, killed. Its HIPRI requests may then stay undone.
        LEAVES,
        /// May take leave at any moment, and then comes back (need_resched), or sleeps until its requests are done (hybrid polling).
        YIELDS
    }

    public Scenario(RingProfile ring, Policy policy, Poller poller, List<String> jobs) {
        this(ring, policy, poller, jobs, DEFAULT_QUEUE_SIZE, DEFAULT_START_IDX);
    }

    public Scenario(RingProfile ring, Policy policy, Poller poller, List<String> jobs, int queueSize, int startIdx) {
        this(ring, policy, poller, jobs, queueSize, startIdx, Life.NONE, Environment.NONE);
    }

    public Scenario with(Environment other) {
        return new Scenario(ring, policy, poller, jobs, queueSize, startIdx, life, other);
    }

    public Scenario with(Life other) {
        return new Scenario(ring, policy, poller, jobs, queueSize, startIdx, other, environment);
    }

    /// The same as a position in the ring.
    public int startPosition() {
        return ring.position(startIdx, queueSize);
    }

    public int requestCount() {
        int count = 0;
        for (String job : jobs) {
            count += job.length();
        }
        return count;
    }

    public int hipriCount() {
        int count = 0;
        for (String job : jobs) {
            count += hipriCount(job);
        }
        return count;
    }

    private static int hipriCount(String job) {
        return (int) job.chars().filter(letter -> letter == 'H').count();
    }

    /// Whether a non-HIPRI request may find a HIPRI one already in flight.
    public boolean canSubmitLopriAfterHipri() {
        for (String job : jobs) {
            boolean othersHaveHipri = hipriCount() > hipriCount(job);
            if (job.matches(".*[LWF].*") && (othersHaveHipri || job.matches(".*H.*[LWF].*"))) {
                return true;
            }
        }
        return false;
    }

    /// Whether the last request submitted may be a HIPRI one.
    public boolean canSubmitHipriLast() {
        for (String job : jobs) {
            if (job.endsWith("H")) {
                return true;
            }
        }
        return false;
    }

    public boolean mixesPriorities() {
        String all = String.join("", jobs);
        return all.contains("H") && all.matches(".*[LWF].*");
    }

    /// Whether a request changes the disk.
    boolean writes() {
        return String.join("", jobs).contains("W");
    }

    boolean flushes() {
        return String.join("", jobs).contains("F");
    }

    /// The text from which [#parse(String)] makes the same scenario again.
    public String key() {
        String requests = String.join("/", ring.key(), policy.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                poller.name().toLowerCase(Locale.ROOT), String.join("+", jobs), "q" + queueSize + "i" + startIdx);
        String beside = life == Life.NONE ? environment.key() : life.key();
        return life == Life.NONE && environment == Environment.NONE ? requests : requests + "/" + beside;
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that names no scenario.
    public static Scenario parse(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != 5 && parts.length != 6) {
            throw new IllegalArgumentException("\"" + key + "\" is no scenario: five parts are needed, as in "
                    + "split-flags/toggle-v1/stays/HL+L/q16i7, or six, as in split-flags/toggle/stays/HL/q8i0/freeze");
        }
        RingProfile ring = null;
        for (RingProfile profile : RingProfile.values()) {
            if (profile.key().equals(parts[0])) {
                ring = profile;
            }
        }
        if (ring == null) {
            throw new IllegalArgumentException("\"" + parts[0] + "\" is no ring profile");
        }
        Policy policy = constant(Policy.class, parts[1], "policy");
        if (policy == Policy.AUTO) {
            throw new IllegalArgumentException(
                    "\"auto\" becomes another policy when a driver starts: write toggle or poll-queues");
        }
        Poller poller = constant(Poller.class, parts[2], "poller");
        List<String> jobs = new ArrayList<>();
        for (String job : parts[3].split("\\+", -1)) {
            if (!job.matches("[HLWF]{1,8}")) {
                throw new IllegalArgumentException("\"" + job + "\" is no job: a job is 1 to 8 letters H, L, W and F");
            }
            jobs.add(job);
        }
        Matcher queue = QUEUE.matcher(parts[4]);
        if (!queue.matches()) {
            throw new IllegalArgumentException(
                    "\"" + parts[4] + "\" is no queue: write q16i7 for 16 descriptors and start index 7");
        }
        int size = Integer.parseInt(queue.group(1));
        int startIdx = Integer.parseInt(queue.group(2));
        String fault = size < REQUEST_PIECES ? "a request takes " + REQUEST_PIECES + " descriptors"
                : Virtqueues.sizeFault(ring.features(), size);
        if (startIdx > 0xFFFF) {
            fault = "an index has 16 bits";
        }
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("\"" + parts[4] + "\": " + fault);
        }
        if (jobs.size() > MAX_JOBS) {
            throw new IllegalArgumentException("\"" + parts[3] + "\" has more than " + MAX_JOBS + " jobs");
        }
        Life life = parts.length == 5 || isEnvironment(parts[5]) ? Life.NONE
                : constant(Life.class, parts[5], "thing that happens");
        Environment environment = parts.length == 6 && life == Life.NONE
                ? constant(Environment.class, parts[5], "thing that happens") : Environment.NONE;
        if (life != Life.NONE && startIdx != 0) {
            throw new IllegalArgumentException(
                    "\"" + parts[4] + "\": a driver that starts its device begins at index 0");
        }
        return new Scenario(ring, policy, poller, List.copyOf(jobs), size, startIdx, life, environment);
    }

    private static boolean isEnvironment(String text) {
        return Arrays.stream(Environment.values()).anyMatch(environment -> environment.key().equals(text));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text, String what) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("\"" + text + "\" is no " + what, unknown);
        }
    }
}
