package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.MemoryModel;

/// The committed tokens, and `mvn verify -Dringproof.seed=TOKEN`.
class SeedReplayTest {
    private static final String SEED = System.getProperty("ringproof.seed", "");

    static List<String> seeds() {
        List<String> tokens = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SeedReplayTest.class.getResourceAsStream("/ringproof/seeds.txt")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    tokens.add(line.strip());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return tokens;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_committed_token_reproduces_twice_alike(String text) {
        Token token = Token.parse(text);
        Token.Outcome first = token.replay();
        assertThat(first.misfit()).isEmpty();
        assertThat(first.replay()).isEqualTo(token.replay().replay());
        assertThat(token).hasToString(text);
    }

    @Test
    void every_seeded_bug_that_shows_has_a_token() {
        Set<String> withToken = new HashSet<>();
        for (String seed : seeds()) {
            SeededBug bug = Token.parse(seed).cell().bug();
            if (bug != null) {
                withToken.add(bug.key());
            }
        }
        for (SeededBug bug : SeededBugs.list()) {
            if (bug.where() != null && bug.showsUnder(MemoryModel.TSO)) {
                assertThat(withToken).contains(bug.key());
            }
        }
    }

    @Test
    void the_seed_given_on_the_command_line() {
        assumeTrue(!SEED.isEmpty(), "no -Dringproof.seed=TOKEN given");
        Token token;
        try {
            token = Token.parse(SEED);
        } catch (IllegalArgumentException unusable) {
            fail(unusable.getMessage());
            return;
        }
        Token.Outcome outcome = token.replay();
        if (outcome.reproduces()) {
            fail(token.cell().key() + "\n" + outcome.replay().failure() + "\n" + outcome.replay().trace().toText());
        }
        fail(outcome.misfit());
    }
}
