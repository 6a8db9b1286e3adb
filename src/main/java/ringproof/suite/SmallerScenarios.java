package ringproof.suite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is one step smaller than a scenario.
final class SmallerScenarios {
    private SmallerScenarios() {
    }

    /// In the order in which to try: a request less, a submitter less, the usual queue.
    static List<Scenario> of(Scenario scenario) {
        Set<Scenario> smaller = new LinkedHashSet<>();
        for (List<String> jobs : smallerJobs(scenario.jobs())) {
            smaller.add(with(scenario, jobs, scenario.queueSize(), scenario.startIdx()));
        }
        List<String> jobs = scenario.jobs();
        Scenario usual = scenario.life() == Life.NONE
                ? new Scenario(scenario.ring(), scenario.policy(), scenario.poller(), jobs)
                        .with(scenario.environment())
                : scenario;
        smaller.add(usual);
        smaller.add(with(scenario, jobs, usual.queueSize(), scenario.startIdx()));
        smaller.add(with(scenario, jobs, scenario.queueSize(), usual.startIdx()));
        smaller.remove(scenario);
        return List.copyOf(smaller);
    }

    private static Scenario with(Scenario scenario, List<String> jobs, int queueSize, int startIdx) {
        return new Scenario(scenario.ring(), scenario.policy(), scenario.poller(), jobs, queueSize, startIdx,
                scenario.life(), scenario.environment());
    }

    private static Set<List<String>> smallerJobs(List<String> jobs) {
        Set<List<String>> smaller = new LinkedHashSet<>();
        for (int job = 0; job < jobs.size(); job++) {
            String letters = jobs.get(job);
            for (int i = 0; i < letters.length() && letters.length() + jobs.size() > 2; i++) {
                smaller.add(replaced(jobs, job, letters.substring(0, i) + letters.substring(i + 1)));
            }
        }
        for (int job = 0; job < jobs.size(); job++) {
            for (int other = job + 1; other < jobs.size(); other++) {
                List<String> without = replaced(jobs, other, "");
                smaller.add(replaced(without, job, jobs.get(job) + jobs.get(other)));
                smaller.add(replaced(without, job, jobs.get(other) + jobs.get(job)));
            }
        }
        return smaller;
    }

    /// `job` replaced by other requests, or left out where there are none.
    private static List<String> replaced(List<String> jobs, int job, String letters) {
        List<String> replaced = new ArrayList<>(jobs);
        if (letters.isEmpty()) {
            replaced.remove(job);
        } else {
            replaced.set(job, letters);
        }
        return List.copyOf(replaced);
    }
}
