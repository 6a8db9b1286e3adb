package ringproof.suite;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.machine.Barrier;

/// One known bug, put into the system from outside: a barrier dropped, a lock that excludes nobody, or one small part replaced.
///
/// Each is a class of its own below `ringproof.corpus`, with a line in `META-INF/services/ringproof.suite.SeededBug`; those of another
/// project are found likewise. Stateless.
public abstract class SeededBug extends Parts {
    /// A commit, or a number of the CVE list; not the commit that mended or reverted it.
    private static final Pattern SHIPPED = Pattern.compile("(?<!by )\\b(?:[0-9a-f]{12}|CVE-[0-9]{4}-[0-9]+)\\b");

    private final String key;
    private final String source;
    private final String clause;
    private final String mechanism;
    private final @Nullable Scenario where;

    /// @param source    where it shipped: project and commit, or the rule that it breaks
    /// @param clause    the section of VIRTIO 1.4 that it breaks, or `-`
    /// @param mechanism one sentence
    /// @param where     the key of the scenario in which it shows
    protected SeededBug(String source, String clause, String mechanism, String where) {
        this(null, source, clause, mechanism, where);
    }

    /// One that shows whatever the interleaving: in what the device makes of a single request or chain.
    protected SeededBug(String source, String clause, String mechanism) {
        this(null, source, clause, mechanism, null);
    }

    SeededBug(@Nullable String key, String source, String clause, String mechanism, @Nullable String where) {
        this.key = key == null ? keyOf(getClass()) : key;
        this.source = source;
        this.clause = clause;
        this.mechanism = mechanism;
        this.where = where == null ? null : Scenario.parse(where);
    }

    /// `FlagOrForAnd` becomes `flag-or-for-and`.
    private static String keyOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// The name of this bug in tokens.
    public final String key() {
        return key;
    }

    public final String source() {
        return source;
    }

    /// The commits and CVE numbers under which it shipped elsewhere: those of [#source()]. Empty: it is told by the specification alone, or
    /// by a barrier.
    public final List<String> shipped() {
        return SHIPPED.matcher(source).results().map(MatchResult::group).toList();
    }

    public final String clause() {
        return clause;
    }

    public final String mechanism() {
        return mechanism;
    }

    /// The scenario in which the explorer finds it; null where it is no matter of interleaving.
    public final @Nullable Scenario where() {
        return where;
    }

    /// The cell in which it shows, or does not, under a memory model. Only of a bug that has a scenario.
    final Cell cell(MemoryModel model) {
        return new Cell(Objects.requireNonNull(where, key), model, this);
    }

    /// The barrier that is missing, or null.
    public @Nullable Barrier dropped() {
        return null;
    }

    /// The engine's configuration with this bug in.
    final Configuration configuration(MemoryModel model) {
        Configuration sound = Configuration.of(model);
        Barrier missing = dropped();
        Configuration without = missing == null ? sound : sound.dropping(missing);
        return excludes() ? without : without.ignoringLock(RingProgram.LOCK);
    }

    /// Whether the bug must show under a memory model. Under SC no barrier is needed; TSO keeps acquire and release by itself.
    public final boolean showsUnder(MemoryModel model) {
        Barrier missing = dropped();
        return missing == null || switch (model) {
            case SC -> false;
            case TSO -> missing.kind() == Barrier.Kind.FULL;
            case WEAK -> true;
        };
    }

    @Override
    public final String toString() {
        return key;
    }
}
