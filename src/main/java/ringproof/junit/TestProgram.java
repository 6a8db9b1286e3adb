package ringproof.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import ringproof.check.Program;
import ringproof.check.World;

/// A test method as a program: called again, on the same instance, whenever the program is built.
///
/// Several runs are under way at the same time, so a field of the test that one of them writes would mix them up: refused.
final class TestProgram implements Program {
    private final Object instance;
    private final Method method;
    private final List<@Nullable Object> arguments;
    private final int memoryBytes;
    private final List<FieldValue> fields = new ArrayList<>();

    private record FieldValue(Field field, Object owner, @Nullable Object value) {
        static @Nullable Object read(Field field, Object owner) {
            return ReflectionSupport.tryToReadFieldValue(field, owner).getOrThrow(IllegalStateException::new);
        }

        @SuppressWarnings("ReferenceEquality") // an equal object is not the same
        boolean isUnchanged() {
            Object now = read(field, owner);
            return now == value || (field.getType().isPrimitive() && now != null && now.equals(value));
        }
    }

    /// `arguments`: with anything for the world.
    TestProgram(TestInstances instances, Method method, List<@Nullable Object> arguments, int memoryBytes) {
        this.instance = instances.getInnermostInstance();
        this.method = method;
        this.arguments = arguments;
        this.memoryBytes = memoryBytes;
        for (Object owner : instances.getAllInstances()) {
            for (Field field : ReflectionSupport.findFields(owner.getClass(),
                    field -> !Modifier.isStatic(field.getModifiers()), HierarchyTraversalMode.TOP_DOWN)) {
                fields.add(new FieldValue(field, owner, FieldValue.read(field, owner)));
            }
        }
    }

    @Override
    public int memoryBytes() {
        return memoryBytes;
    }

    @Override
    public void build(World world) {
        checkFields();
        Object[] given = arguments.toArray();
        for (int i = 0; i < given.length; i++) {
            given[i] = method.getParameterTypes()[i] == World.class ? world : given[i];
        }
        ReflectionSupport.invokeMethod(method, instance, given);
        checkFields();
    }

    void checkFields() {
        for (FieldValue field : fields) {
            if (!field.isUnchanged()) {
                throw Exploration.failed("the test changes its field " + field.field.getName()
                        + ": the method is called for every run of the program, so what it makes and what agents share belongs in"
                        + " local variables, the machine or a Ghost");
            }
        }
    }
}
