package ringproof.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ringproof.check.Budget;
import ringproof.machine.Barrier;
import ringproof.models.ModelConfiguration.Run;
import ringproof.suite.Cell;
import ringproof.tool.ToolException;

/// The specification says what the manifest says that it says, and what the explorer says of the code.
final class ModelsTest {
    private static final Set<Run> RUNS = Boolean.getBoolean("ringproof.nightly") ? EnumSet.allOf(Run.class)
            : EnumSet.of(Run.QUICK);

    static Manifest manifest() throws IOException {
        return Manifest.read(Manifest.HOME);
    }

    static List<ModelConfiguration> configurations() throws IOException {
        return manifest().matching("", RUNS.toArray(new Run[0]));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void verdict_states_and_depth_are_those_of_the_manifest_and_the_code_agrees(ModelConfiguration configuration)
            throws IOException, ToolException {
        ModelResult result = ModelRun.of(manifest(), configuration);
        assertThat(result.difference()).isEmpty();
        Agreement agreement = Agreement.of(result, Budget.DEFAULT);
        assertThat(agreement.agrees()).as("the explorer says %s of %s", agreement.said(), configuration.cell())
                .isTrue();
    }

    /// What the manifest demands of the campaign is what the campaign expects of itself.
    @Test
    void each_cell_is_expected_to_have_the_verdict_of_its_configuration() throws IOException {
        for (ModelConfiguration configuration : manifest().configurations()) {
            String cell = configuration.cell();
            if (cell != null) {
                assertThat(Cell.parse(cell).expectation() == Cell.Expectation.PROVED).as(configuration.name())
                        .isEqualTo(configuration.expected().equals(ModelConfiguration.HOLDS));
            }
        }
    }

    @Test
    void each_full_barrier_and_each_look_is_left_out_in_one_that_must_fail() throws IOException {
        Set<String> leftOut = manifest().matching("", Run.QUICK).stream()
                .filter(each -> !each.expected().equals(ModelConfiguration.HOLDS))
                .flatMap(each -> each.without().stream()).collect(Collectors.toSet());
        for (Barrier barrier : Barrier.values()) {
            if (barrier.kind() == Barrier.Kind.FULL) {
                assertThat(leftOut).contains(barrier.name());
            }
        }
        assertThat(leftOut).contains("look after enableCallback", "look after enableNotification");
    }

    /// The canary: one line of a module is changed, and the verdict is not the manifest's any more.
    @Test
    void a_module_without_a_look_is_noticed(@TempDir Path directory) throws IOException, ToolException {
        Manifest sound = manifest();
        try (var files = Files.list(sound.directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(String.valueOf(file.getFileName())));
            }
        }
        Path driver = directory.resolve("Driver.tla");
        String text = Files.readString(driver);
        String look = "                   /\\ Load(p, \"used\") # Load(p, \"lastUsed\")\n";
        assertThat(text).contains(look);
        Files.writeString(driver, text.replace(look, "                   /\\ FALSE\n"));
        ModelConfiguration holds = sound.matching("split-eventnow/toggle-keep-irq/leaves/HL.sc", Run.QUICK).getFirst();
        assertThat(ModelRun.of(Manifest.read(directory), holds).difference())
                .startsWith("verdict NoLostWakeUp instead of holds");
    }

    @Test
    void a_manifest_that_is_missing_or_wrong_is_told_in_a_sentence(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> Manifest.read(directory)).isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json: name the directory models/ with --models");
        Files.writeString(directory.resolve("manifest.json"), "[{\"ring\": \"split-flags\"}]");
        assertThatThrownBy(() -> Manifest.read(directory)).isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json cannot be read: Missing required");
    }
}
