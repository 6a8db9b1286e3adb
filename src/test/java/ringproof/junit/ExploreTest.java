package ringproof.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.check.Schedule;
import ringproof.junit.Samples.Broken;
import ringproof.junit.Samples.Canaries;
import ringproof.junit.Samples.Unfinished;

/// What an `@Explore` test does, seen from outside: tests run inside a test.
class ExploreTest {
    private static final String LOST_UPDATE = "ringproof.junit.Samples.Counters#lost_update";

    private static EngineExecutionResults run(String tests, String token) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests))
                .configurationParameter("ringproof.explore", token).execute();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return run(tests, "");
    }

    private static EngineExecutionResults run(Class<?> tests, String token) {
        return run(tests.getName(), token);
    }

    /// "method: display name" of the tests that ended so.
    private static List<String> names(EngineExecutionResults results, TestExecutionResult.Status status) {
        return results.testEvents().finished().stream()
                .filter(event -> event.getRequiredPayload(TestExecutionResult.class).getStatus() == status)
                .map(ExploreTest::name).toList();
    }

    private static String name(Event event) {
        String template = event.getTestDescriptor().getParent().orElseThrow().getLegacyReportingName();
        return template.substring(0, template.indexOf('(')) + ": " + event.getTestDescriptor().getDisplayName();
    }

    private static List<String> passed(EngineExecutionResults results) {
        return names(results, TestExecutionResult.Status.SUCCESSFUL);
    }

    private static List<String> failed(EngineExecutionResults results) {
        return names(results, TestExecutionResult.Status.FAILED);
    }

    /// The message of the failed test, or container, of this name.
    private static String message(EngineExecutionResults results, String name) {
        return results.allEvents().filter(event -> event.getType() == EventType.FINISHED)
                .filter(event -> event.getTestDescriptor().getParent().isPresent()
                        && name.equals(event.getTestDescriptor().isTest()
                                ? name(event) : event.getTestDescriptor().getDisplayName()))
                .flatMap(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().stream())
                .map(thrown -> String.valueOf(thrown.getMessage())).findFirst().orElseThrow();
    }

    private static String token(String message) {
        String line = message.lines().filter(text -> text.startsWith("replay  ")).findFirst().orElseThrow();
        return line.substring(line.indexOf('=') + 1);
    }

    @Test
    void a_proved_program_passes_once_for_each_memory_model() {
        EngineExecutionResults results = run(Samples.Counters.class);
        assertThat(passed(results)).containsExactlyInAnyOrder("atomic: SC", "atomic: TSO", "atomic: WEAK",
                "in_sc_only: SC");
    }

    @Test
    void a_refuted_program_fails_with_sentence_model_token_and_trace() {
        EngineExecutionResults results = run(Samples.Counters.class);
        assertThat(failed(results)).containsExactlyInAnyOrder("lost_update: SC", "lost_update: TSO",
                "lost_update: WEAK");
        String message = message(results, "lost_update: TSO");
        assertThat(message.lines()).startsWith("lost update", "memory model  TSO")
                .anyMatch(line -> line.startsWith("replay        -Dringproof.explore=RX1:" + LOST_UPDATE + ".TSO:P"))
                .anyMatch(line -> line.matches("step  agent1 +agent2 +source"))
                .anyMatch(line -> line.matches(" +1 +counter -> 0 +Samples.java:[0-9]+"));
    }

    @Test
    void a_token_replays_one_schedule_and_skips_the_rest() {
        String message = message(run(Samples.Counters.class), "lost_update: WEAK");
        EngineExecutionResults replayed = run(Samples.Counters.class, token(message));
        assertThat(failed(replayed)).containsExactly("lost_update: replay");
        assertThat(message(replayed, "lost_update: replay")).isEqualTo(message);
        assertThat(passed(replayed)).isEmpty();
        assertThat(replayed.allEvents().skipped().map(event -> event.getRequiredPayload(String.class)).distinct())
                .containsExactly("ringproof.explore is given: only " + LOST_UPDATE + " is replayed");
    }

    @Test
    void a_token_that_cannot_be_used_says_why() {
        String token = token(message(run(Samples.Counters.class), "lost_update: TSO"));
        assertThat(message(run(Samples.Counters.class, token.replace("TSO", "SC")), "lost_update: replay"))
                .isEqualTo(
                        "ringproof.explore: the token is damaged: its checksum does not fit; copy the whole line again");
        assertThat(message(run(Samples.Counters.class, "RX1:nonsense"), "atomic: replay"))
                .contains("this is no token");
        Failure other = new Failure(Failure.Kind.PROPERTY, "another sentence");
        Schedule schedule = new Schedule(new int[]{0, 1, 2, 3});
        String fixed = ExploreToken.of(LOST_UPDATE.replace("lost_update", "atomic"), MemoryModel.SC, other,
                new Schedule(new int[]{0, 1})).toString();
        assertThat(message(run(Samples.Counters.class, fixed), "atomic: replay")).isEqualTo(
                "ringproof.explore: the token was made for other code: its schedule runs to the end and nothing goes wrong");
        String changed = ExploreToken.of(LOST_UPDATE, MemoryModel.SC, other, schedule).toString();
        assertThat(message(run(Samples.Counters.class, changed), "lost_update: replay")).isEqualTo(
                "ringproof.explore: the token was made for other code: its schedule now ends with \"lost update\"");
    }

    @Test
    void a_search_that_runs_out_of_its_budget_fails() {
        EngineExecutionResults results = run(Unfinished.class);
        assertThat(message(results, "few_states: SC")).startsWith(
                "not proved under SC: the budget of 1 states is used up");
        assertThat(message(results, "no_time: SC")).startsWith(
                "not proved under SC: the time budget of 0.0 s is used up");
        for (MemoryModel model : MemoryModel.values()) {
            assertThat(message(results, "polls_without_relax: " + model)).startsWith("not proved under " + model
                    + ": an execution is longer than 2000 steps: an agent may run for ever or poll without relax()");
        }
    }

    @Test
    void a_data_race_shows_both_accesses_with_their_lines() {
        EngineExecutionResults results = run(Broken.class);
        for (MemoryModel model : MemoryModel.values()) {
            assertThat(message(results, "races: " + model).lines())
                    .anyMatch(line -> line.startsWith("data race: writer and reader"))
                    .anyMatch(line -> line.matches(" +1 +plain write of index +Samples.java:[0-9]+"))
                    .anyMatch(line -> line.matches(" +2 +plain read of index +Samples.java:[0-9]+"));
        }
    }

    @Test
    void a_program_that_is_not_deterministic_is_told_apart_from_a_wrong_one() {
        EngineExecutionResults results = run(Broken.class);
        assertThat(message(results, "another_agent_each_time: SC")).startsWith(
                "nothing can be said under SC: the program is not deterministic: when it is built again, its agents are [agent0");
        assertThat(message(results, "another_value_each_time: SC")).startsWith("nothing can be said under SC: ")
                .contains("not deterministic");
        assertThat(message(results, "another_start_each_time: SC")).contains("do not begin with the same values");
        assertThat(message(results, "in_a_field: SC")).startsWith("the test changes its field shared");
        assertThat(message(results, "agent_writes_field: SC")).startsWith("the test changes its field shared");
    }

    @Test
    void a_method_that_checks_nothing_fails() {
        EngineExecutionResults results = run(Broken.class);
        assertThat(message(results, "no_agents: SC")).isEqualTo(
                "the method adds no agent to its world: there is nothing to explore");
        assertThat(message(results, "no_world()")).contains("has none");
        assertThat(message(results, "never_refuted(World)")).contains("not among the models");
    }

    @Test
    void what_is_thrown_is_a_finding_where_the_program_runs_and_an_error_where_it_is_built() {
        EngineExecutionResults results = run(Broken.class);
        assertThat(message(results, "agent_asserts: SC")).startsWith(
                "exception: careful threw org.opentest4j.AssertionFailedError: expected: <7> but was: <6>")
                .containsPattern("throws AssertionFailedError +Samples.java:[0-9]+");
        assertThat(message(results, "property_asserts: SC")).startsWith("seven").contains("replay  ");
        assertThat(message(results, "property_throws: SC")).startsWith(
                "exception: a property threw java.lang.IndexOutOfBoundsException").contains("replay  ");
        assertThat(message(results, "builder_throws: SC")).isEqualTo("only an agent can wait for line");
        assertThat(message(results, "builder_asserts_with_workers: SC")).isEqualTo("seven");
    }

    @Test
    void a_canary_passes_only_when_it_is_refuted_with_the_text() {
        EngineExecutionResults results = run(Canaries.class);
        assertThat(passed(results)).containsExactlyInAnyOrder("sings: SC", "sings: TSO", "sings: WEAK",
                "sings_under_tso_and_weak: SC", "sings_under_tso_and_weak: TSO", "sings_under_tso_and_weak: WEAK",
                "sings_too_often: TSO", "sings_elsewhere_too: TSO");
        assertThat(message(results, "is_silent: SC")).matches(
                "proved under SC in [0-9]+ states, but @Explore expects it refuted with \"lost update\"");
        assertThat(message(results, "sings_another_song: SC")).startsWith("lost update\nexpected      \"stuck\"\n")
                .contains("replay  ");
        assertThat(message(results, "sings_too_often: SC")).startsWith("lost update\nmemory model  SC");
        assertThat(message(results, "sings_elsewhere_too: WEAK")).startsWith("both old\nmemory model  WEAK");
    }

    @Test
    void the_method_may_have_other_parameters_and_fixtures_run_once_for_each_model() {
        Samples.Fixtures.log.clear();
        assertThat(failed(run(Samples.Fixtures.class))).isEmpty();
        assertThat(Samples.Fixtures.log).containsExactly("before", "SC", "after", "before", "TSO", "after");
    }

    @Test
    void the_readme_shows_the_example_and_its_finding_as_they_are() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = Files.readString(
                Path.of("src/test/java/ringproof/junit/example/SleepingConsumerTest.java"));
        assertThat(example.lines().count()).isLessThanOrEqualTo(40);
        assertThat(readme.contains("```java\n" + example + "```\n")).as("the example").isTrue();
        String token = token(readme);
        String finding = message(run("ringproof.junit.example.SleepingConsumerTest", token),
                "without_a_fence_it_oversleeps: replay")
                .lines().filter(line -> !line.startsWith("expected ")).collect(Collectors.joining("\n"));
        assertThat(readme.contains("```\n" + finding + "\n```\n")).as(finding).isTrue();
    }
}
