package ringproof.check.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The states of a search with the transitions between them, by number; and its cycles.
public final class StateGraph {
    private static final int NONE = -1;

    private final int root;
    private int stateCount;
    /// Edges by the state that they leave: those of state s are `target` and `transition` from `begin[s]` to `begin[s + 1]`.
    private final int[] begin;
    private final int[] target;
    private final int[] transition;
    private long[] keys;
    private int[] numbers;

    StateGraph(List<EdgeLog> logs) {
        int edges = 0;
        for (EdgeLog log : logs) {
            edges += log.size();
        }
        int capacity = Integer.highestOneBit(Math.max(16, 2 * edges)) * 2;
        keys = new long[capacity];
        numbers = new int[capacity];
        Arrays.fill(numbers, NONE);
        root = number(EdgeLog.ROOT);
        int[] from = new int[edges];
        int[] to = new int[edges];
        int[] by = new int[edges];
        int count = 0;
        for (EdgeLog log : logs) {
            for (int i = 0; i < log.size(); i++) {
                from[count] = number(log.from(i));
                to[count] = number(log.to(i));
                by[count++] = log.transition(i);
            }
        }
        begin = new int[stateCount + 1];
        for (int state : from) {
            begin[state + 1]++;
        }
        for (int s = 0; s < stateCount; s++) {
            begin[s + 1] += begin[s];
        }
        int[] next = Arrays.copyOf(begin, stateCount);
        target = new int[edges];
        transition = new int[edges];
        for (int i = 0; i < edges; i++) {
            int at = next[from[i]]++;
            target[at] = to[i];
            transition[at] = by[i];
        }
        keys = new long[0];
        numbers = new int[0];
    }

    private int number(long name) {
        int at = (int) (name ^ name >>> 29) & (keys.length - 1);
        while (numbers[at] != NONE && keys[at] != name) {
            at = (at + 1) & (keys.length - 1);
        }
        if (numbers[at] == NONE) {
            keys[at] = name;
            numbers[at] = stateCount++;
        }
        return numbers[at];
    }

    /// Numbers the strongly connected components; of each state, which it is in. Source: Tarjan, "Depth-first search and linear graph
    /// algorithms", 1972; with a stack of its own.
    int[] components() {
        int[] component = new int[stateCount];
        Arrays.fill(component, NONE);
        int[] index = new int[stateCount];
        int[] low = new int[stateCount];
        int[] nextEdge = Arrays.copyOf(begin, stateCount);
        int[] path = new int[stateCount];
        int[] open = new int[stateCount];
        int pathSize = 0;
        int openSize = 0;
        int visited = 0;
        int count = 0;
        path[pathSize++] = root;
        while (pathSize > 0) {
            int s = path[pathSize - 1];
            if (index[s] == 0) {
                index[s] = low[s] = ++visited;
                open[openSize++] = s;
            }
            int edge = nextEdge[s];
            if (edge < begin[s + 1]) {
                nextEdge[s]++;
                int t = target[edge];
                if (index[t] == 0) {
                    path[pathSize++] = t;
                } else if (component[t] == NONE) {
                    low[s] = Math.min(low[s], index[t]);
                }
                continue;
            }
            pathSize--;
            if (pathSize > 0) {
                int before = path[pathSize - 1];
                low[before] = Math.min(low[before], low[s]);
            }
            if (low[s] == index[s]) {
                int member;
                do {
                    member = open[--openSize];
                    component[member] = count;
                } while (member != s);
                count++;
            }
        }
        return component;
    }

    /// The components that contain a cycle: one state of each.
    List<Integer> cyclic(int[] component) {
        boolean[] seen = new boolean[stateCount];
        List<Integer> representatives = new ArrayList<>();
        for (int s = 0; s < stateCount; s++) {
            for (int edge = begin[s]; edge < begin[s + 1]; edge++) {
                if (component[s] != NONE && component[target[edge]] == component[s] && !seen[component[s]]) {
                    seen[component[s]] = true;
                    representatives.add(s);
                }
            }
        }
        return representatives;
    }

    /// The transitions along a shortest way from one state to another that stays in component `within`, or anywhere for -1; as edges.
    List<Integer> way(int from, int to, int[] component, int within) {
        int[] cameBy = new int[stateCount];
        Arrays.fill(cameBy, NONE);
        int[] cameFrom = new int[stateCount];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(from);
        boolean found = false;
        while (!queue.isEmpty() && !found) {
            int s = queue.remove();
            for (int edge = begin[s]; edge < begin[s + 1] && !found; edge++) {
                int t = target[edge];
                if (cameBy[t] == NONE && (within == NONE || component[t] == within)) {
                    cameBy[t] = edge;
                    cameFrom[t] = s;
                    found = t == to;
                    queue.add(t);
                }
            }
        }
        List<Integer> way = new ArrayList<>();
        int s = to;
        do {
            way.addFirst(cameBy[s]);
            s = cameFrom[s];
        } while (s != from);
        return way;
    }

    int root() {
        return root;
    }

    int firstEdge(int state) {
        return begin[state];
    }

    int endOfEdges(int state) {
        return begin[state + 1];
    }

    int target(int edge) {
        return target[edge];
    }

    int transition(int edge) {
        return transition[edge];
    }
}
