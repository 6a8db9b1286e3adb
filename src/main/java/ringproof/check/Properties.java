package ringproof.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What must hold in every state of a kind.
final class Properties {
    private final List<Supplier<@Nullable String>> properties = new ArrayList<>();

    void clear() {
        properties.clear();
    }

    void add(Supplier<@Nullable String> property) {
        properties.add(property);
    }

    /// What the first property that does not hold says is wrong, or null.
    @Nullable
    String violation() {
        for (Supplier<@Nullable String> property : properties) {
            String wrong = property.get();
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }
}
