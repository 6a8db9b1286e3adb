package ringproof.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringproof.check.Failure;
import ringproof.check.Schedule;

/// A token that cannot be used says why in one sentence.
class TokenTest {
    private static final Cell CELL = Cell.parse("split-flags/toggle-v1/leaves/HL/q16i7.sc");
    private static final Failure LOST = new Failure(Failure.Kind.PROPERTY, "lost completion: IN tag 1 never completes");

    @Test
    void a_token_survives_its_text() {
        Token token = Token.of(CELL, LOST, new Schedule(new int[]{0, 0, 2, 1}));
        assertThat(Token.parse(token.toString())).isEqualTo(token);
        assertThat(Token.parse("  " + token + "\n")).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "RP1", "RP1:a:b:c", "http://example.org/a:b:c:d"})
    void text_that_is_no_token_is_refused(String text) {
        assertThatThrownBy(() -> Token.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no token");
    }

    @Test
    void a_damaged_token_is_refused() {
        String text = Token.of(CELL, LOST, new Schedule(new int[]{0, 0, 2, 1})).toString();
        String damaged = text.replace("leaves", "stays");
        assertThatThrownBy(() -> Token.parse(damaged)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> Token.parse(text.substring(0, text.length() - 1))).hasMessageContaining("damaged");
    }

    @Test
    void a_token_of_another_version_is_refused() {
        String text = Token.of(CELL, LOST, new Schedule(new int[]{0})).toString();
        assertThatThrownBy(() -> Token.parse(text.replace("RP1", "RP9"))).hasMessageContaining("version RP9");
    }

    @Test
    void a_stale_token_says_what_happened_instead() {
        assertThat(Token.of(CELL, LOST, new Schedule(new int[]{1, 1, 1})).replay().misfit()).contains("other code",
                "not possible");
        assertThat(Token.of(CELL, LOST, new Schedule(new int[]{0})).replay().misfit()).contains("other code");
    }

    @ParameterizedTest
    @CsvSource({"split-flags/toggle-v1/leaves/HL/q16i7, names no cell",
        "split-flags/toggle-v1/leaves/HL/q16i7.arm, no memory model",
        "split-flags/toggle-v1/leaves/HL/q16i7.sc.gremlin, no seeded bug",
        "split-flags/toggle-v1/leaves/HL.sc, no scenario",
        "ring/toggle-v1/leaves/HL/q16i7.sc, no ring profile", "split-flags/hope/leaves/HL/q16i7.sc, no policy",
        "split-flags/toggle-v1/sleeps/HL/q16i7.sc, no poller", "split-flags/toggle-v1/leaves/HX/q16i7.sc, no job",
        "split-flags/toggle-v1/leaves/HL/16.sc, no queue", "split-flags/toggle-v1/leaves/HL/q12i7.sc, power of two",
        "split-flags/toggle-v1/leaves/HL/q16i65536.sc, 16 bits",
        "packed-flags/toggle-v1/leaves/HL/q2i0.sc, takes 3", "packed-flags/toggle-v1/leaves/HL/q5i65536.sc, 16 bits"})
    void a_key_that_names_nothing_is_refused(String key, String why) {
        assertThatThrownBy(() -> Cell.parse(key)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void keys_of_the_campaign_survive_their_text() {
        for (Cell cell : Campaign.standard().cells()) {
            assertThat(Cell.parse(cell.key())).isEqualTo(cell);
        }
    }
}
