package ringproof.suite;

import java.util.List;

/// One MUST, MUST NOT or SHALL of the specification, in our own words.
///
/// @param id       `section-number`, the number counting what is said in that section
/// @param standing whether tests check it, and if not, why
public record Clause(String id, Bound bound, String sentence, Standing standing) {

    /// Who must.
    public enum Bound {
        DRIVER, DEVICE, BOTH
    }

    /// What we have to say to a clause.
    public sealed interface Standing {
    }

    /// These tests check it: `package.Class` or `package.Class#method`, below the root package.
    public record Covered(List<String> tests) implements Standing {
    }

    /// It binds us, and nothing checks it.
    public record NotCovered(String why) implements Standing {
    }

    /// It does not bind us.
    public record NotApplicable(String why) implements Standing {
    }

    /// Nobody has said anything yet.
    public record Open() implements Standing {
    }

    /// The section of VIRTIO 1.4 that says it.
    public String section() {
        return id.substring(0, id.indexOf('-'));
    }
}
