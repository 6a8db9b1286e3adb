package ringproof.hostile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.statistics.Statistics;

/// Properties that prove which cases they came across, have more tries by night, and are counted in `reports/hostile.md`.
public final class CountedProperties {
    private CountedProperties() {
    }

    /// How many tries by night.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @AddLifecycleHook(Hook.class)
    public @interface ByNight {
        int value();
    }

    /// Tells the tally which property runs.
    public static final class Hook implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
                throws Throwable {
            if (Boolean.getBoolean("ringproof.nightly")) {
                context.attributes().setTries(context.findAnnotation(ByNight.class).orElseThrow().value());
            }
            HostileTally.begin(context.containerClass().getSimpleName(), context.targetMethod().getName());
            PropertyExecutionResult result = property.execute();
            HostileTally.end(result.countTries());
            return result;
        }
    }

    /// Collects whether the case was come across, as it must be in `enough` tries.
    public static void collect(String label, boolean reached, int enough) {
        Statistics.label(label).collect(reached).coverage(cover -> cover.check(true).count(count -> count >= enough));
        HostileTally.count(label, reached);
    }
}
