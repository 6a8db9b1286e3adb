package ringproof.report.rings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import ringproof.suite.Token;

/// The committed tokens.
public final class Seeds {
    private Seeds() {
    }

    static List<Token> all() {
        try (InputStream in = Objects.requireNonNull(Seeds.class.getResourceAsStream("/ringproof/seeds.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("RP"))
                    .map(Token::parse).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// That of the cell with this key.
    public static Token of(String key) {
        for (Token token : all()) {
            if (token.cell().key().equals(key)) {
                return token;
            }
        }
        throw new AssertionError("there is no token of " + key);
    }
}
