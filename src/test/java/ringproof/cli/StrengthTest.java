package ringproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the user of `strength` sees, from files as PIT and JaCoCo write them.
final class StrengthTest {
    private static final String KILLED = mutation("true", "KILLED", "take", "12", "Math", "replaced + by -");
    private static final String SURVIVED = mutation("false", "SURVIVED", "take", "14", "VoidMethodCall",
            "removed call to settle");
    private static final String COVERAGE = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
            <report name="ringproof"><package name="ringproof/queue"><counter type="LINE" missed="1" covered="9"/>
            <counter type="BRANCH" missed="2" covered="2"/></package></report>
            """;

    private final CommandLineHarness shell = new CommandLineHarness();

    @TempDir
    private Path directory;

    private static String mutation(String detected, String status, String method, String line, String mutator,
            String description) {
        return "<mutation detected='" + detected + "' status='" + status + "'><mutatedClass>ringproof.queue.Ring"
                + "</mutatedClass><mutatedMethod>" + method + "</mutatedMethod><lineNumber>" + line + "</lineNumber>"
                + "<mutator>org.pitest.gregor.mutators." + mutator + "Mutator</mutator><description>" + description
                + "</description></mutation>";
    }

    @BeforeEach
    void files() throws IOException {
        mutations(KILLED + KILLED + KILLED + SURVIVED);
        write("jacoco.xml", COVERAGE);
        write("reasons.txt", "# why\nRing#take VoidMethodCall removed call to * | only the explorer forgets\n");
    }

    private void mutations(String all) throws IOException {
        write("mutations.xml", "<mutations partial=\"true\">" + all + "</mutations>");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private int strength(String least) {
        return shell.run("strength", "--mutations", directory.resolve("mutations.xml").toString(), "--coverage",
                directory.resolve("jacoco.xml").toString(), "--reasons", directory.resolve("reasons.txt").toString(),
                "--report", directory.toString(), "--least", least);
    }

    private String report() throws IOException {
        return Files.readString(directory.resolve("strength.md"));
    }

    @Test
    void the_report_has_the_score_of_each_package_and_the_reason_of_each_survivor() throws IOException {
        assertThat(strength("75")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("75 % of the mutants are found, 0 survive for no reason");
        assertThat(report()).contains("| ringproof.queue | 4 | 3 | 75 % | 90 % | 50 % |")
                .contains("| `Ring.take` | 14 | removed call to settle | only the explorer forgets |");
    }

    @Test
    void a_score_that_is_too_low_is_not_as_expected() {
        assertThat(strength("76")).isEqualTo(1);
    }

    @Test
    void a_survivor_without_a_reason_is_not_as_expected() throws IOException {
        write("reasons.txt", "");
        assertThat(strength("75")).isEqualTo(1);
        assertThat(shell.out()).contains("1 survive for no reason");
        assertThat(report()).contains("**none given**");
    }

    @Test
    void a_reason_without_a_survivor_is_named() throws IOException {
        write("reasons.txt", "Ring#take Void* | why\nRing#gone * | it was there\n");
        assertThat(strength("75")).isEqualTo(1);
        assertThat(shell.out()).contains("no survivor any more: Ring#gone *");
    }

    @Test
    void what_cannot_be_read_is_one_sentence() throws IOException {
        mutations("");
        assertThat(strength("75")).isEqualTo(2);
        assertThat(shell.err()).contains("lists no mutation");
        write("mutations.xml", "<mutations>");
        assertThat(strength("75")).isEqualTo(2);
        assertThat(shell.err()).contains("is no whole XML file");
        Files.delete(directory.resolve("mutations.xml"));
        assertThat(strength("75")).isEqualTo(2);
        assertThat(shell.err()).contains("mvn verify -Pstrength writes it");
        write("reasons.txt", "Ring#take because\n");
        assertThat(strength("75")).isEqualTo(2);
        assertThat(shell.err()).contains("is no reason");
    }
}
