package ringproof.suite;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import ringproof.check.Failure;
import ringproof.check.Replay;
import ringproof.check.Schedule;

/// A finding in one line: what was run, the schedule, and what went wrong, with a checksum.
///
/// `RP1:<scenario>.<model>[.<bug>]:<kind of failure><digest of its sentence>:<schedule>:<checksum>`
public record Token(Cell cell, Failure.Kind kind, String messageDigest, Schedule schedule) {
    private static final String VERSION = "RP1";
    private static final String SEPARATOR = ":";

    public static Token of(Cell cell, Failure failure, Schedule schedule) {
        return new Token(cell, failure.kind(), digest(failure.message()), schedule);
    }

    /// What replaying a token has shown.
    ///
    /// @param misfit why the token does not fit this version of the code, or the empty string where it reproduces
    public record Outcome(Replay replay, String misfit) {
        public boolean reproduces() {
            return misfit.isEmpty();
        }

        /// What went wrong, or why the token does not show it.
        public String sentence() {
            return reproduces() ? String.valueOf(replay.failure()) : misfit;
        }
    }

    /// Runs the schedule on the code as it is now.
    public Outcome replay() {
        Replay replay = Replay.run(cell.program(), cell.configuration(), schedule);
        Failure failure = replay.failure();
        String misfit = "";
        if (replay.misfit() != null) {
            misfit = "the token was made for other code: " + replay.misfit();
        } else if (failure == null) {
            misfit = "the token was made for other code: its schedule runs to the end and nothing goes wrong";
        } else if (failure.kind() != kind || !digest(failure.message()).equals(messageDigest)) {
            misfit = "the token was made for other code: its schedule now ends with \"" + failure + "\"";
        }
        return new Outcome(replay, misfit);
    }

    @Override
    public String toString() {
        String body = String.join(SEPARATOR, VERSION, cell.key(), kind.name().substring(0, 1) + messageDigest,
                schedule.encode());
        return body + SEPARATOR + digest(body);
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that is no token of this version.
    public static Token parse(String text) {
        String[] parts = text.strip().split(SEPARATOR, -1);
        if (parts[0].matches("RP[0-9]+") && !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("the token is of version " + parts[0] + ", this program reads " + VERSION
                    + ": replay it with the release that made it");
        }
        if (parts.length != 5 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("this is no token: one begins with " + VERSION
                    + " and has five parts separated by colons; copy the whole line");
        }
        String body = String.join(SEPARATOR, parts[0], parts[1], parts[2], parts[3]);
        if (!digest(body).equals(parts[4])) {
            throw new IllegalArgumentException(
                    "the token is damaged: its checksum does not fit; copy the whole line again");
        }
        return new Token(Cell.parse(parts[1]), kind(parts[2]), parts[2].substring(1), Schedule.decode(parts[3]));
    }

    private static Failure.Kind kind(String text) {
        for (Failure.Kind kind : Failure.Kind.values()) {
            if (text.startsWith(kind.name().substring(0, 1))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("the token names no kind of failure that this program knows");
    }

    private static String digest(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
