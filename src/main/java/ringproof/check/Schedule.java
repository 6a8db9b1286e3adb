package ringproof.check;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/// The transitions of one execution in their order. With the program and the configuration it determines the execution exactly.
///
/// As text: pairs (transition, how many times in a row) as variable-length numbers, in URL-safe base 64; where there is a round, a tilde and
/// its beginning.
///
/// @param round from which transition on they are repeated for ever, or -1
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode go by content
public record Schedule(int[] transitions, int round) {
    private static final int NO_ROUND = -1;
    private static final int MORE = 0x80;
    private static final String ROUND = "~";
    private static final int LOW = 0x7F;
    private static final int MAX_STEPS = 1 << 20;

    public Schedule(int[] transitions) {
        this(transitions, NO_ROUND);
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
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        return round < 0 ? text : text + ROUND + round;
    }

    /// Throws [IllegalArgumentException] for a text that is no schedule.
    public static Schedule decode(String text) {
        String[] parts = text.split(ROUND, -1);
        Schedule steps = decodeSteps(parts[0]);
        if (parts.length == 1) {
            return steps;
        }
        if (parts.length > 2 || !parts[1].matches("[0-9]{1,7}") || Integer.parseInt(parts[1]) >= steps.length()) {
            throw new IllegalArgumentException("a schedule whose round does not begin within it");
        }
        return new Schedule(steps.transitions, Integer.parseInt(parts[1]));
    }

    private static Schedule decodeSteps(String text) {
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
        return other instanceof Schedule that && round == that.round && Arrays.equals(transitions, that.transitions);
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
