package ringproof.check;

import java.time.Duration;

/// How long a search may go on.
///
/// @param states most distinct states to remember; each takes 8 to 16 bytes of heap
/// @param depth  most steps in one execution
public record Budget(Duration time, long states, int depth) {
    public static final Budget DEFAULT = new Budget(Duration.ofMinutes(10), 100_000_000, 20_000);

    public Budget withTime(Duration limit) {
        return new Budget(limit, states, depth);
    }
}
