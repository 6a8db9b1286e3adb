package ringproof.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import ringproof.driver.policy.Policy;

/// Policies as they are written in scenario keys: `toggle-keep-irq`. Upper case and underscores do as well.
final class PolicyName implements ITypeConverter<Policy>, Iterable<String> {
    @Override
    public Policy convert(String text) {
        for (Policy policy : Policy.values()) {
            if (nameOf(policy).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return policy;
            }
        }
        throw new TypeConversionException(
                "there is no policy \"" + text + "\": it is one of " + String.join(", ", this));
    }

    @Override
    public Iterator<String> iterator() {
        List<String> names = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            names.add(nameOf(policy));
        }
        return names.iterator();
    }

    static String nameOf(Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
