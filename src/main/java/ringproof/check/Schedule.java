package ringproof.check;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The transitions of one execution in their order. With the program and the configuration it determines the execution exactly.
///
/// As text: pairs (transition, how many times in a row) as variable-length numbers, in URL-safe base 64.
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode go by content
public record Schedule(int[] transitions) {
    private static final int MORE = 0x80;
    private static final int LOW = 0x7F;
    private static final int MAX_STEPS = 1 << 20;

    static Schedule of(@Nullable Path path) {
        return new Schedule(Path.transitions(path));
    }

    public int length() {
        return transitions.length;
    }

    public String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < transitions.length;) {
            int run = 1;
            while (i + run < transitions.length && transitions[i + run] == transitions[i]) {
                run++;
            }
            writeNumber(bytes, transitions[i]);
            writeNumber(bytes, run);
            i += run;
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// Throws [IllegalArgumentException] for a text that is no schedule.
    public static Schedule decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a schedule is written in URL-safe base 64", notBase64);
        }
        int[] path = new int[64];
        int length = 0;
        int[] at = {0};
        while (at[0] < bytes.length) {
            int transition = readNumber(bytes, at);
            int run = readNumber(bytes, at);
            if (run < 1 || run > MAX_STEPS - length) {
                throw new IllegalArgumentException("a schedule of too many steps");
            }
            if (length + run > path.length) {
                path = Arrays.copyOf(path, 2 * (length + run));
            }
            Arrays.fill(path, length, length + run, transition);
            length += run;
        }
        return new Schedule(Arrays.copyOf(path, length));
    }

    private static void writeNumber(ByteArrayOutputStream to, int number) {
        int rest = number;
        while (rest > LOW) {
            to.write((rest & LOW) | MORE);
            rest >>>= 7;
        }
        to.write(rest);
    }

    private static int readNumber(byte[] from, int[] at) {
        int number = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            if (at[0] == from.length) {
                throw new IllegalArgumentException("a schedule that ends in the middle of a number");
            }
            int b = from[at[0]++];
            number |= (b & LOW) << shift;
            if ((b & MORE) == 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that is too large for a schedule");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule that && Arrays.equals(transitions, that.transitions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(transitions);
    }

    @Override
    public String toString() {
        return encode();
    }
}
