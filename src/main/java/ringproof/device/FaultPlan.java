package ringproof.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which accesses to a disk go wrong, and how: what [FaultyBackend] does, as a text that can be written on a command line.
///
/// ```text
/// write@3:error          the third write fails
/// read@2/5:torn=512      the second read and every fifth from there on move 512 bytes, then fail
/// any@10+:delay=20       every access from the tenth on takes 20 ms longer
/// flush@1:error,any@7:error
/// ```
///
/// The first fault that fits an access is done to it.
public record FaultPlan(List<Fault> faults) {
    /// Nothing goes wrong.
    public static final FaultPlan NONE = new FaultPlan(List.of());

    private static final Pattern FAULT = Pattern
            .compile("([a-z]+)@([0-9]{1,9})(\\+|/[0-9]{1,9})?:([a-z]+)(?:=([0-9]{1,9}))?");

    /// What is done to the disk.
    public enum Access {
        READ, WRITE, ZERO, DISCARD, ERASE, FLUSH,
        /// Counts them all together.
        ANY
    }

    /// What comes of it.
    public enum Effect {
        /// It fails, and nothing is moved.
        ERROR(false),
        /// It fails when the first so many bytes are moved.
        TORN(true),
        /// It takes so many milliseconds longer.
        DELAY(true);

        private final boolean hasAmount;

        Effect(boolean hasAmount) {
            this.hasAmount = hasAmount;
        }
    }

    /// One thing that goes wrong.
    ///
    /// @param first the number of the access, from 1 on
    /// @param step  how many further on the next is; 0: there is none
    public record Fault(Access access, int first, int step, Effect effect, int amount) {
        public Fault {
            if (first < 1 || step < 0 || amount < 0) {
                throw new IllegalArgumentException("accesses are counted from 1 on, and nothing is negative");
            }
        }

        boolean hits(long number) {
            return step == 0 ? number == first : number >= first && (number - first) % step == 0;
        }

        @Override
        public String toString() {
            String when = first + (step == 0 ? "" : step == 1 ? "+" : "/" + step);
            String how = lower(effect) + (effect.hasAmount ? "=" + amount : "");
            return lower(access) + "@" + when + ":" + how;
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The plan with this text. Throws [IllegalArgumentException] with one sentence where it is none.
    public static FaultPlan parse(String text) {
        List<Fault> faults = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            faults.add(parseFault(part));
        }
        return new FaultPlan(List.copyOf(faults));
    }

    private static Fault parseFault(String text) {
        Matcher parts = FAULT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no fault: write write@3:error, read@2/5:torn=512 or any@10+:delay=20");
        }
        Access access = constant(Access.values(), parts.group(1), "access");
        Effect effect = constant(Effect.values(), parts.group(4), "effect");
        if (effect.hasAmount != (parts.group(5) != null)) {
            throw new IllegalArgumentException("\"" + text + "\": " + lower(effect)
                    + (effect.hasAmount ? " needs an amount, as in " + lower(effect) + "=512" : " has no amount"));
        }
        String repeat = parts.group(3) == null ? "/0" : "+".equals(parts.group(3)) ? "/1" : parts.group(3);
        int first = Integer.parseInt(parts.group(2));
        int step = Integer.parseInt(repeat.substring(1));
        if (first < 1 || (step == 0 && parts.group(3) != null)) {
            throw new IllegalArgumentException("\"" + text + "\": accesses are counted from 1 on");
        }
        int amount = effect.hasAmount ? Integer.parseInt(parts.group(5)) : 0;
        return new Fault(access, first, step, effect, amount);
    }

    private static <E extends Enum<E>> E constant(E[] all, String text, String what) {
        for (E each : all) {
            if (lower(each).equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no " + what + ": there are "
                + List.of(all).stream().map(FaultPlan::lower).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining(","));
    }
}
