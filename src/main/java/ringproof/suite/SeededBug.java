package ringproof.suite;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.machine.Barrier;

/// One known bug, put into the system from outside: a barrier dropped, a lock that excludes nobody, or one small function replaced.
///
/// @param source where it shipped: project and commit, or the rule that it breaks
/// @param where  the scenario in which it shows
public record SeededBug(String name, String source, String mechanism, Scenario where, @Nullable Barrier dropped,
        Parts parts) {

    /// The key of this bug in tokens.
    public String key() {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The engine's configuration with this bug in.
    Configuration configuration(MemoryModel model) {
        Configuration sound = Configuration.of(model);
        Configuration without = dropped == null ? sound : sound.dropping(dropped);
        return parts.excludes() ? without : without.ignoringLock(RingProgram.LOCK);
    }

    /// Whether the bug must show under a memory model. Under SC no barrier is needed; TSO keeps acquire and release by itself.
    boolean showsUnder(MemoryModel model) {
        return dropped == null || switch (model) {
            case SC -> false;
            case TSO -> dropped.kind() == Barrier.Kind.FULL;
            case WEAK -> true;
        };
    }
}
