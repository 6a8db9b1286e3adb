package ringproof.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One configuration of the TLA+ specification, and what TLC must say of it.
///
/// @param ring        key of a [ringproof.suite.RingProfile]
/// @param policy      as in a scenario's key; `poll-only` is the queue of poll-queues that is only polled
/// @param poller      `none`, `stays`, `leaves` or `yields`
/// @param jobs        name of a definition in `Virtqueue.tla`: the requests of each job, as `HL_L`
/// @param memory      `sc` or `tso`
/// @param without     what is left out: full barriers by name, `look after enableCallback`, `look after enableNotification`
/// @param devicePolls whether the device may poll for ever
/// @param checks      what is checked
/// @param expected    [#HOLDS], [#LIVENESS] or the name of the invariant that must fail
/// @param states      distinct states that TLC finds, up to the failure if there is one
/// @param depth       as TLC tells it; 0 where it does not: where something never happens
/// @param run         when
/// @param cell        key of the explorer's cell that must have the same verdict; null where there is none
public record ModelConfiguration(@JsonProperty(required = true) String ring,
        @JsonProperty(required = true) String policy, @JsonProperty(required = true) String poller,
        @JsonProperty(required = true) String jobs, @JsonProperty(required = true) String memory, List<String> without,
        boolean devicePolls, @JsonProperty(required = true) Checks checks,
        @JsonProperty(required = true) String expected, @JsonProperty(required = true) long states,
        @JsonProperty(required = true) int depth, @JsonProperty(required = true) Run run, @Nullable String cell) {

    /// As an outcome: nothing is wrong.
    public static final String HOLDS = "holds";
    /// As an outcome: something that must happen at last never does.
    public static final String LIVENESS = "liveness";

    /// What TLC checks.
    public enum Checks {
        /// What must hold in each state.
        INVARIANTS,
        /// The same, and that what was submitted is completed at last, HIPRI and other requests.
        ALL,
        /// Only the latter: so that it has something to find.
        LIVENESS
    }

    /// When a configuration is run.
    public enum Run {
        /// In every build.
        QUICK,
        /// By `mvn verify -Pnightly` and by the command `models`.
        NIGHTLY
    }

    public ModelConfiguration {
        without = without == null ? List.of() : List.copyOf(without);
    }

    /// What it is, in a line.
    public String name() {
        return ring + "/" + policy + "/" + poller + "/" + jobs + "." + memory
                + (without.isEmpty() ? "" : " without " + String.join(", ", without))
                + (devicePolls ? ", device polls" : "")
                + (checks == Checks.INVARIANTS ? "" : ", " + checks.name().toLowerCase(Locale.ROOT));
    }

    /// What TLC reads beside the modules.
    public String text() {
        StringBuilder text = new StringBuilder("CONSTANTS\n");
        constant(text, "Model = ", quoted(memory));
        constant(text, "Processes <- ", "AllProcesses");
        constant(text, "Without = ", "{" + String.join(", ", without.stream().map(this::quoted).toList()) + "}");
        constant(text, "Ring = ", quoted(ring));
        constant(text, "Policy = ", quoted(policy));
        constant(text, "Jobs <- ", jobs);
        constant(text, "Poller = ", quoted(poller));
        constant(text, "DevicePolls = ", devicePolls ? "TRUE" : "FALSE");
        text.append(checks == Checks.INVARIANTS ? "SPECIFICATION Safe\n" : "SPECIFICATION Spec\n")
                .append("CHECK_DEADLOCK FALSE\n");
        if (checks != Checks.LIVENESS) {
            text.append("INVARIANTS TypeOK Structure ExactlyOnce NoLostWakeUp Suppressed\n");
        }
        if (checks != Checks.INVARIANTS) {
            text.append("PROPERTIES HipriCompletes NonHipriCompletes\n");
        }
        return text.toString();
    }

    private static void constant(StringBuilder text, String name, String value) {
        text.append("    ").append(name).append(value).append('\n');
    }

    private String quoted(String value) {
        return '"' + value + '"';
    }
}
