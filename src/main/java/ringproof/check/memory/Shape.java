package ringproof.check.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ringproof.check.Trace;

/// What all states of a program have in common: its agents, locks, events and words, by number and name.
public final class Shape {
    private static final int MAX_AGENTS_AND_LOCKS = 31;
    private static final int MAX_EVENTS = 63;
    private static final int MAX_WORDS = 1024;
    private static final int CELL_BYTES = 8;

    private final int guestBytes;
    private int sizeBytes;
    /// What stands for the order of full fences among the words that agents share.
    public final int fences;
    private final List<String> agents = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<String> locks = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private int daemons;
    private final TreeMap<Integer, String> labels = new TreeMap<>();

    public Shape(int guestBytes) {
        this.guestBytes = guestBytes + 7 & ~7;
        this.sizeBytes = this.guestBytes;
        this.fences = newWord("full fences");
    }

    /// Bytes that the guest can reach; words beyond them stand for cells, locks, events and variables of the specification.
    public int guestBytes() {
        return guestBytes;
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    /// The most that [#sizeBytes()] can become.
    public int maxSizeBytes() {
        return guestBytes + MAX_WORDS * CELL_BYTES;
    }

    /// Address of a new word beyond what the guest can reach.
    public int newWord(String name) {
        limit((sizeBytes - guestBytes) / CELL_BYTES, MAX_WORDS, "cells, locks, events and ghosts");
        int addr = sizeBytes;
        sizeBytes += CELL_BYTES;
        label(addr, CELL_BYTES, name);
        return addr;
    }

    public int addLock(String name) {
        limit(locks.size(), MAX_AGENTS_AND_LOCKS, "locks");
        locks.add(name);
        return locks.size() - 1;
    }

    public int addEvent(String name) {
        limit(events.size(), MAX_EVENTS, "events");
        events.add(name);
        return events.size() - 1;
    }

    /// Agents of one group are interchangeable.
    public int addAgent(String name, boolean daemon, int group) {
        int index = agents.size();
        limit(index, MAX_AGENTS_AND_LOCKS, "agents");
        agents.add(name);
        groups.add(group);
        daemons |= daemon ? 1 << index : 0;
        return index;
    }

    /// Sets of them are masks.
    private static void limit(int count, int max, String what) {
        if (count == max) {
            throw new IllegalStateException("a checked program has at most " + max + " " + what);
        }
    }

    /// What is not the same as in a shape of the same program, in words, or the empty string.
    public String differenceFrom(Shape first) {
        if (!agents.equals(first.agents) || !groups.equals(first.groups) || daemons != first.daemons) {
            return "its agents are " + agents + " instead of " + first.agents;
        }
        if (!locks.equals(first.locks) || !events.equals(first.events)) {
            return "its locks and events are " + locks + " and " + events + " instead of " + first.locks + " and "
                    + first.events;
        }
        return sizeBytes == first.sizeBytes ? "" : "it has another number of cells and ghosts, or of bytes";
    }

    public int agentCount() {
        return agents.size();
    }

    public String agentName(int agent) {
        return agents.get(agent);
    }

    public List<String> agentNames() {
        return List.copyOf(agents);
    }

    public int group(int agent) {
        return groups.get(agent);
    }

    public boolean isDaemon(int agent) {
        return (daemons >> agent & 1) != 0;
    }

    int lockCount() {
        return locks.size();
    }

    public String lockName(int lock) {
        return locks.get(lock);
    }

    public int lockNamed(String name) {
        return locks.indexOf(name);
    }

    int eventCount() {
        return events.size();
    }

    public String eventName(int event) {
        return events.get(event);
    }

    public void label(int addr, int lengthBytes, String name) {
        labels.put(addr, name);
        labels.putIfAbsent(addr + lengthBytes, "");
    }

    /// Whatever has a name, by address.
    public List<Trace.Label> labels() {
        List<Trace.Label> all = new ArrayList<>();
        labels.forEach((addr, name) -> {
            Integer end = labels.higherKey(addr);
            if (!name.isEmpty() && end != null) {
                all.add(new Trace.Label(name, addr, end - addr));
            }
        });
        return all;
    }

    /// The name of the labelled piece of memory that holds `addr`, with the offset in it.
    public String nameOf(int addr) {
        Map.Entry<Integer, String> label = labels.floorEntry(addr);
        if (label == null || label.getValue().isEmpty()) {
            return "0x" + Integer.toHexString(addr);
        }
        int offset = addr - label.getKey();
        return offset == 0 ? label.getValue() : label.getValue() + "+" + offset;
    }
}
