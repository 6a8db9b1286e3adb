package ringproof.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import ringproof.check.World;

/// One test of an [Explore] method: the method is not called once but becomes a program.
///
/// @param test what is done with it
record ExploreInvocation(String name, Explore explore, Consumer<TestProgram> test)
        implements
            TestTemplateInvocationContext,
            ParameterResolver,
            InvocationInterceptor {

    @Override
    public String getDisplayName(int invocationIndex) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    /// Each run has a world of its own.
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        invocation.skip();
        TestProgram program = new TestProgram(context.getRequiredTestInstances(), method.getExecutable(),
                method.getArguments(), explore.memoryBytes());
        test.accept(program);
        program.checkFields();
    }
}
