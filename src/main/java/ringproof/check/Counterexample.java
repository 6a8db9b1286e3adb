package ringproof.check;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A refutation in one line, to be kept and replayed: of what, what went wrong, the schedule.
///
/// `<version>:<subject>:<kind of failure><digest of its sentence>:<schedule>:<checksum>`
///
/// @param version who writes such lines and reads them again, with a number at the end
/// @param subject names program and configuration to its reader; without a colon
public record Counterexample(String version, String subject, Failure.Kind kind, String messageDigest,
        Schedule schedule) {
    private static final String SEPARATOR = ":";

    public static Counterexample of(String version, String subject, Failure failure, Schedule schedule) {
        return new Counterexample(version, subject, failure.kind(), digest(failure.message()), schedule);
    }

    /// Why a replay of the schedule is not what was written down, or the empty string where it is.
    public String misfit(Replay replay) {
        Failure failure = replay.failure();
        String instead = "";
        if (replay.misfit() != null) {
            instead = replay.misfit();
        } else if (failure == null) {
            instead = "its schedule runs to the end and nothing goes wrong";
        } else if (failure.kind() != kind || !digest(failure.message()).equals(messageDigest)) {
            instead = "its schedule now ends with \"" + failure + "\"";
        }
        return instead.isEmpty() ? "" : "the token was made for other code: " + instead;
    }

    @Override
    public String toString() {
        String body = String.join(SEPARATOR, version, subject, kind.name().substring(0, 1) + messageDigest,
                schedule.encode());
        return body + SEPARATOR + digest(body);
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that is none of this version.
    public static Counterexample parse(String version, String text) {
        String[] parts = text.strip().split(SEPARATOR, -1);
        String family = version.replaceAll("[0-9]+$", "");
        if (parts[0].matches(family + "[0-9]+") && !parts[0].equals(version)) {
            throw new IllegalArgumentException("the token is of version " + parts[0] + ", this program reads " + version
                    + ": replay it with the release that made it");
        }
        if (parts.length != 5 || !parts[0].equals(version)) {
            throw new IllegalArgumentException("this is no token: one begins with " + version
                    + " and has five parts separated by colons; copy the whole line");
        }
        String body = String.join(SEPARATOR, parts[0], parts[1], parts[2], parts[3]);
        if (!digest(body).equals(parts[4])) {
            throw new IllegalArgumentException(
                    "the token is damaged: its checksum does not fit; copy the whole line again");
        }
        return new Counterexample(version, parts[1], kind(parts[2]), parts[2].substring(1), Schedule.decode(parts[3]));
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
