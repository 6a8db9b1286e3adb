package ringproof.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import ringproof.check.Trace;

/// A trace as a log for ShiViz, which draws who knew of what.
///
/// As ShiViz wants a file: the parser's regular expression, an empty line for want of further executions, then the log. A line of the log
/// is a step. Its vector clock follows the agent's own steps and what they observe.
public final class TraceShiViz {
    /// Means the same in Java and in JavaScript.
    static final String PARSER = "(?<host>\\S+) (?<clock>\\{[^}]*\\}) (?<source>\\S*) (?<event>.*)";

    private TraceShiViz() {
    }

    public static String of(Trace trace) {
        List<String> hosts = hosts(trace.agents());
        int[][] latest = new int[hosts.size()][hosts.size()];
        List<int[]> clocks = new ArrayList<>();
        StringBuilder log = new StringBuilder(PARSER).append("\n\n");
        for (Trace.Step step : trace.steps()) {
            int[] clock = latest[step.agent()];
            if (step.observes() >= 0) {
                join(clock, clocks.get(step.observes()));
            }
            clock[step.agent()]++;
            clocks.add(clock.clone());
            log.append(hosts.get(step.agent())).append(' ').append(json(hosts, clock)).append(' ')
                    .append(word(step.source())).append(' ').append(Words.line(step.text())).append('\n');
        }
        return log.toString();
    }

    private static void join(int[] clock, int[] seen) {
        for (int i = 0; i < clock.length; i++) {
            clock[i] = Math.max(clock[i], seen[i]);
        }
    }

    private static ObjectNode json(List<String> hosts, int[] clock) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < clock.length; i++) {
            if (clock[i] > 0) {
                json.put(hosts.get(i), clock[i]);
            }
        }
        return json;
    }

    /// The agents' names as the parser can take them, all different.
    private static List<String> hosts(List<String> agents) {
        List<String> hosts = new ArrayList<>();
        for (String agent : agents) {
            String host = agent.isEmpty() ? "_" : word(agent);
            while (hosts.contains(host)) {
                host += "_";
            }
            hosts.add(host);
        }
        return hosts;
    }

    /// A text without spaces and closing braces.
    private static String word(String text) {
        return text.replaceAll("[^\\p{Graph}]|}", "_");
    }
}
