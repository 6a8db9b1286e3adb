package ringproof.check.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import ringproof.check.Configuration;
import ringproof.check.MemoryModel;
import ringproof.check.memory.SmallProgram.Kind;
import ringproof.check.memory.SmallProgram.Op;

/// The program of a litmus test, written as in the literature: agents side by side, operations one after the other.
///
/// `x=1` stores and `r=x` loads; `.rel`, `.acq` and `.vol` name the order of an access, none is opaque. `r=a.add(1)` is an atomic
/// read-modify-write, of a cell. `fence` is full; `fence.acq`, `fence.rel`, `fence.ss` (store-store), `fence.ll` (load-load) are
/// not. `r=a.cas(1)` compares with 0 and returns 1 if it sets. `r=next(x)` counts up under the lock, stores the count in x and loads the
/// word after x. Behind `->` are the words whose final values are part of the outcome. x, y and z are words of memory; a, b and c are
/// cells.
///
/// An outcome is what the loads return, in the order of the program, and the final values: "1 0" or "1 x=2".
record LitmusProgram(String text, List<List<Op>> agents, List<Integer> finals) {
    static final String WORDS = "xyzabc";
    private static final List<String> KEYWORDS = List.of("fence", "fence.acq", "fence.rel", "fence.ss", "fence.ll",
            "lock", "unlock");
    private static final List<Kind> KEYWORD_KINDS = List.of(Kind.FENCE, Kind.ACQUIRE_FENCE, Kind.RELEASE_FENCE,
            Kind.STORE_STORE_FENCE, Kind.LOAD_LOAD_FENCE, Kind.LOCK, Kind.UNLOCK);

    static LitmusProgram of(String text) {
        String[] parts = text.split(" -> ", -1);
        List<List<Op>> agents = Arrays.stream(parts[0].split(" \\|\\| "))
                .map(agent -> Arrays.stream(agent.split("; ")).map(LitmusProgram::op).toList()).toList();
        List<Integer> finals = parts.length == 1 ? List.of()
                : Arrays.stream(parts[1].split(" ")).map(WORDS::indexOf).toList();
        return new LitmusProgram(text, agents, finals);
    }

    private static Op op(String text) {
        int keyword = KEYWORDS.indexOf(text);
        if (keyword >= 0) {
            return new Op(KEYWORD_KINDS.get(keyword), 0, 0);
        }
        String[] sides = text.split("=", -1);
        String[] access = sides[sides[0].equals("r") ? 1 : 0].split("[.()]", -1);
        String order = access.length == 1 ? "" : access[1];
        if (sides[0].equals("r")) {
            return switch (access[0].equals("next") ? "next" : order) {
                case "" -> new Op(Kind.LOAD, word(access[0]), 0);
                case "acq" -> new Op(Kind.ACQUIRE_LOAD, word(access[0]), 0);
                case "vol" -> new Op(Kind.VOLATILE_LOAD, word(access[0]), 0);
                case "add" -> new Op(Kind.ADD, word(access[0]), Integer.parseInt(access[2]));
                case "cas" -> new Op(Kind.COMPARE_AND_SET, word(access[0]), Integer.parseInt(access[2]));
                case "next" -> new Op(Kind.LOCKED_INCREMENT, word(access[1]), 1);
                default -> throw new IllegalArgumentException(text);
            };
        }
        Kind kind = switch (order) {
            case "" -> Kind.STORE;
            case "rel" -> Kind.RELEASE_STORE;
            case "vol" -> Kind.VOLATILE_STORE;
            default -> throw new IllegalArgumentException(text);
        };
        return new Op(kind, word(access[0]), Integer.parseInt(sides[1]));
    }

    private static int word(String name) {
        int word = WORDS.indexOf(name);
        if (word < 0 || name.length() != 1) {
            throw new IllegalArgumentException("there is no word " + name);
        }
        return word;
    }

    /// What the engine comes to.
    Set<String> outcomes(MemoryModel model) {
        return outcomes(Configuration.of(model));
    }

    Set<String> outcomes(Configuration configuration) {
        return new SmallProgram(agents).outcomes(configuration).stream().map(this::inLitmusForm)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// From "[[1, -1], [-1]] 2 0 0 cell 0 0 0 0" to "1 x=2".
    private String inLitmusForm(String outcome) {
        if (!outcome.startsWith("[[")) {
            return outcome;
        }
        int end = outcome.indexOf("]]");
        // -1: the agent has ended.
        return outcome(numbers(outcome.substring(0, end).replace("-1", "")),
                numbers(outcome.substring(end).replaceFirst("cell \\d+", "")));
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split("\\D+", -1)).filter(number -> !number.isEmpty()).map(Long::parseLong).toList();
    }

    /// @param words what every word holds at the end
    String outcome(List<Long> loads, List<Long> words) {
        List<String> parts = new ArrayList<>();
        loads.forEach(load -> parts.add(load.toString()));
        finals.forEach(word -> parts.add(WORDS.charAt(word) + "=" + words.get(word)));
        return String.join(" ", parts);
    }

    /// All that can be written down: each load returns something that is stored at some time, or 0.
    Set<String> conceivableOutcomes() {
        List<String> outcomes = List.of("");
        for (List<Op> agent : agents) {
            for (Op op : agent) {
                switch (op.kind()) {
                    case LOAD, ACQUIRE_LOAD, VOLATILE_LOAD, ADD -> outcomes = extended(outcomes, "", values(op.word()));
                    case COMPARE_AND_SET -> outcomes = extended(outcomes, "", Set.of(0L, 1L));
                    case LOCKED_INCREMENT ->
                        outcomes = extended(outcomes, "", values((op.word() + 1) % SmallProgram.WORDS));
                    default -> {
                    }
                }
            }
        }
        for (int word : finals) {
            Set<Long> values = values(word);
            values.remove(0L);
            outcomes = extended(outcomes, WORDS.charAt(word) + "=", values);
        }
        return outcomes.stream().map(String::trim).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> extended(List<String> outcomes, String name, Set<Long> values) {
        return values.stream().flatMap(value -> outcomes.stream().map(outcome -> outcome + " " + name + value))
                .toList();
    }

    private Set<Long> values(int word) {
        List<Op> ops = agents.stream().flatMap(List::stream).filter(op -> op.word() == word).toList();
        Set<Long> values = new TreeSet<>(Set.of(0L));
        for (Op op : ops) {
            if (isStore(op.kind())) {
                values.add((long) op.value());
            }
        }
        for (Op op : ops) {
            if (op.kind() == Kind.ADD) {
                values.addAll(values.stream().map(value -> value + op.value()).toList());
            } else if (op.kind() == Kind.LOCKED_INCREMENT) {
                agents.stream().flatMap(List::stream).filter(other -> other.kind() == Kind.LOCKED_INCREMENT)
                        .forEach(_ -> values.add(values.size() + 0L));
            }
        }
        return values;
    }

    private static boolean isStore(Kind kind) {
        return kind == Kind.STORE || kind == Kind.RELEASE_STORE || kind == Kind.VOLATILE_STORE
                || kind == Kind.COMPARE_AND_SET;
    }

    /// The program with each volatile access only acquiring or releasing.
    LitmusProgram withReleasesAndAcquires() {
        List<List<Op>> weaker = agents.stream().map(ops -> ops.stream().map(op -> switch (op.kind()) {
            case VOLATILE_LOAD -> new Op(Kind.ACQUIRE_LOAD, op.word(), 0);
            case VOLATILE_STORE -> new Op(Kind.RELEASE_STORE, op.word(), op.value());
            default -> op;
        }).toList()).toList();
        return new LitmusProgram(text + " without volatile accesses", weaker, finals);
    }

    /// The program with one operation weakened that orders others: a fence or critical section dropped, an access made opaque.
    record Weakened(String dropped, LitmusProgram program) {
    }

    /// Every way to weaken it.
    List<Weakened> weakened() {
        List<Weakened> all = new ArrayList<>();
        for (int agent = 0; agent < agents.size(); agent++) {
            List<Op> ops = agents.get(agent);
            for (int i = 0; i < ops.size(); i++) {
                List<Op> fewer = weakened(ops, i);
                if (!fewer.equals(ops)) {
                    List<List<Op>> others = new ArrayList<>(agents);
                    others.set(agent, fewer);
                    String name = ops.get(i).kind() + " of agent " + (agent + 1);
                    all.add(new Weakened(name, new LitmusProgram(text + " without " + name, others, finals)));
                }
            }
        }
        return all;
    }

    private static List<Op> weakened(List<Op> ops, int i) {
        Op op = ops.get(i);
        List<Op> fewer = new ArrayList<>(ops);
        switch (op.kind()) {
            case FENCE, ACQUIRE_FENCE, RELEASE_FENCE, STORE_STORE_FENCE, LOAD_LOAD_FENCE -> fewer.remove(i);
            case RELEASE_STORE, VOLATILE_STORE -> fewer.set(i, new Op(Kind.STORE, op.word(), op.value()));
            case ACQUIRE_LOAD, VOLATILE_LOAD -> fewer.set(i, new Op(Kind.LOAD, op.word(), 0));
            case LOCK -> fewer.removeIf(other -> other.kind() == Kind.LOCK || other.kind() == Kind.UNLOCK);
            default -> {
            }
        }
        return fewer;
    }
}
