package ringproof;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/// Properties that have more tries by night.
public final class NightProperties {
    private NightProperties() {
    }

    /// How many tries by night.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @AddLifecycleHook(Hook.class)
    public @interface ByNight {
        int value();
    }

    /// Sets them.
    public static final class Hook implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
                throws Throwable {
            if (Boolean.getBoolean("ringproof.nightly")) {
                context.attributes().setTries(context.findAnnotation(ByNight.class).orElseThrow().value());
            }
            return property.execute();
        }
    }
}
