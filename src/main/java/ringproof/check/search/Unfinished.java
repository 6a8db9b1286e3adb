package ringproof.check.search;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Shows that there are no cycles, without writing down a single transition: a state is finished when all that follow it are, and where in
/// the end all are finished, each was so after those that follow it.
///
/// In a search depth first by one worker, only the states on its stack are unfinished, and a transition to one closes a cycle. With
/// several, it may be on another's stack: then whoever came to it waits for it. Only what does not follow from one worker's stack is
/// kept here. Thread-safe.
final class Unfinished {
    private final VisitedSet visited;
    private final Set<Node> nodes = new LinkedHashSet<>();
    /// By the name of an unfinished state: who waits for it.
    private final Map<Long, List<Node>> waiters = new HashMap<>();
    private volatile boolean somebodyWaits;

    /// A state that is not finished as soon as its worker is done with it.
    static final class Node {
        private final long name;
        /// How much it still waits for: transitions to be made, and states that follow it.
        private int open = 1;
        /// A state before it that waits for it.
        private @Nullable Node parent;

        private Node(long name) {
            this.name = name;
        }
    }

    Unfinished(VisitedSet visited) {
        this.visited = visited;
    }

    /// A state that has been visited, with transitions to be made.
    synchronized Node node(long name) {
        Node node = new Node(name);
        nodes.add(node);
        return node;
    }

    /// Somebody else is given some of its transitions.
    synchronized void share(Node node) {
        node.open++;
    }

    synchronized void link(Node parent, Node node) {
        node.parent = parent;
        parent.open++;
    }

    /// A transition of `node` leads to a state that was unfinished just now.
    synchronized void await(Node node, long name) {
        waiters.computeIfAbsent(name, n -> new ArrayList<>()).add(node);
        node.open++;
        somebodyWaits = true;
        // Either whoever finishes it sees that somebody waits, or we see that it is finished.
        VarHandle.fullFence();
        if (visited.isFinished(name)) {
            wakeUp(name);
        }
    }

    /// A state that has no node is finished.
    void finish(long name) {
        visited.finish(name);
        VarHandle.fullFence();
        if (somebodyWaits) {
            wakeUp(name);
        }
    }

    private synchronized void wakeUp(long name) {
        takeWaiters(name).forEach(this::release);
    }

    private List<Node> takeWaiters(long name) {
        List<Node> taken = waiters.remove(name);
        somebodyWaits = !waiters.isEmpty();
        return taken == null ? List.of() : taken;
    }

    /// One of the things that it waits for is done.
    synchronized void release(Node node) {
        Deque<Node> released = new ArrayDeque<>();
        released.add(node);
        while (!released.isEmpty()) {
            Node next = released.remove();
            if (--next.open == 0) {
                nodes.remove(next);
                visited.finish(next.name);
                released.addAll(takeWaiters(next.name));
                if (next.parent != null) {
                    released.add(next.parent);
                }
            }
        }
    }

    /// Whether all is finished.
    synchronized boolean isEmpty() {
        return nodes.isEmpty();
    }

    /// All of it as numbers, for a checkpoint. Nodes are known by their index.
    ///
    /// @param nodes three numbers each: name, for how much it waits, parent or -1
    /// @param waits two numbers each: name of what is waited for, node that waits
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Saved(long[] nodes, long[] waits) {
    }

    /// By node its index in what is saved.
    synchronized Map<Node, Integer> indices() {
        Map<Node, Integer> indices = new HashMap<>();
        for (Node node : nodes) {
            indices.put(node, indices.size());
        }
        return indices;
    }

    synchronized Saved save(Map<Node, Integer> indices) {
        LongStream.Builder all = LongStream.builder();
        for (Node node : nodes) {
            all.add(node.name).add(node.open).add(node.parent == null ? -1 : indexOf(node.parent, indices));
        }
        LongStream.Builder waits = LongStream.builder();
        waiters.forEach((name, of) -> of.forEach(node -> waits.add(name).add(indexOf(node, indices))));
        return new Saved(all.build().toArray(), waits.build().toArray());
    }

    private static int indexOf(Node node, Map<Node, Integer> indices) {
        return Objects.requireNonNull(indices.get(node), "what waits is unfinished");
    }

    /// Takes over what was saved, and marks it as visited; returns the nodes in their order.
    synchronized List<Node> restore(Saved saved) {
        List<Node> restored = new ArrayList<>();
        for (int i = 0; i < saved.nodes.length; i += 3) {
            visited.begin(saved.nodes[i]);
            Node node = node(saved.nodes[i]);
            node.open = (int) saved.nodes[i + 1];
            restored.add(node);
        }
        for (int i = 0; i < restored.size(); i++) {
            int parent = (int) saved.nodes[3 * i + 2];
            restored.get(i).parent = parent < 0 ? null : restored.get(parent);
        }
        for (int i = 0; i < saved.waits.length; i += 2) {
            waiters.computeIfAbsent(saved.waits[i], n -> new ArrayList<>()).add(restored.get((int) saved.waits[i + 1]));
            somebodyWaits = true;
        }
        return restored;
    }
}
