package ringproof.junit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import ringproof.check.World;

/// Makes one test for each memory model of an [Explore] method; where a token is given, only the one that it names.
final class ExploreExtension implements TestTemplateInvocationContextProvider, ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String text = token(context);
        if (!text.isEmpty()) {
            try {
                ExploreToken token = ExploreToken.parse(text);
                if (!token.method().equals(name(context))) {
                    return ConditionEvaluationResult.disabled(
                            ExploreToken.PROPERTY + " is given: only " + token.method() + " is replayed");
                }
            } catch (IllegalArgumentException unusable) {
                return ConditionEvaluationResult.enabled("the test says what is wrong with the token");
            }
        }
        return ConditionEvaluationResult.enabled("to be explored");
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), Explore.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Explore explore = AnnotationSupport.findAnnotation(method, Explore.class).orElseThrow();
        if (!List.of(method.getParameterTypes()).contains(World.class)) {
            throw new ExtensionConfigurationException(
                    "an @Explore method builds its program in a parameter of type World: "
                            + method.getName() + " has none");
        }
        if (!List.of(explore.models()).containsAll(List.of(explore.refutedUnder()))) {
            throw new ExtensionConfigurationException(
                    "refutedUnder names a memory model that is not among the models of "
                            + method.getName());
        }
        Exploration exploration = new Exploration(explore, name(context));
        String token = token(context);
        if (!token.isEmpty()) {
            return Stream.of(new ExploreInvocation("replay", explore, program -> exploration.replay(program, token)));
        }
        return Arrays.stream(explore.models()).map(model -> new ExploreInvocation(model.name(), explore,
                program -> exploration.explore(program, model)));
    }

    private static String token(ExtensionContext context) {
        return context.getConfigurationParameter(ExploreToken.PROPERTY).orElse("").strip();
    }

    /// The method in a token: without the dollar sign of nested classes, which a shell would take for a variable.
    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getCanonicalName() + "#" + context.getRequiredTestMethod().getName();
    }
}
