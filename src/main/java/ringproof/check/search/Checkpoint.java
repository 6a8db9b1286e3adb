package ringproof.check.search;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// All that an exploration needs to go on after its process has died: a file.
///
/// @param program  what is explored, and how
/// @param counters transitions, steps, executions, depth, nanoseconds so far; and which agents spin
/// @param sharing  who accesses what, as learned
/// @param inFull   states to be explored without reductions
/// @param edges    from, to, by: three numbers each
/// @param unfinished states that are not known to be on no cycle
/// @param samples  final states that are to be run to again at the end
/// @param branches what is still to be explored
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Checkpoint(String program, long[] counters, int[] sharing, long[] inFull, long[] visited, long[] finals,
        long[] edges, Unfinished.Saved unfinished, List<Branch> samples, List<Branch> branches) {
    /// Places among the counters.
    static final int TRANSITIONS = 0;
    static final int STEPS = 1;
    static final int EXECUTIONS = 2;
    static final int DEPTH = 3;
    static final int NANOS = 4;
    static final int SPINNING = 5;
    static final int LOGS_EDGES = 6;
    static final int SAMPLE_BITS = 7;
    private static final long MAGIC = 0x52504350_00000002L;
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

    /// A state by its name and the path to it.
    ///
    /// @param transitions of the state, from `next` on to be explored; `next` -1: it has just been reached
    /// @param node        index of its node among the unfinished, or -1
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Branch(long name, int[] path, int[] transitions, int next, int node) {
    }

    void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        CRC32 sum = new CRC32();
        try (DataOutputStream out = new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16), sum))) {
            out.writeLong(MAGIC);
            out.writeUTF(program);
            write(out, counters);
            write(out, sharing);
            write(out, inFull);
            write(out, visited);
            write(out, finals);
            write(out, edges);
            write(out, unfinished.nodes());
            write(out, unfinished.waits());
            write(out, samples);
            write(out, branches);
            out.flush();
            out.writeLong(sum.getValue());
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(DataOutputStream out, long[] values) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static void write(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static void write(DataOutputStream out, List<Branch> branches) throws IOException {
        out.writeInt(branches.size());
        for (Branch branch : branches) {
            out.writeLong(branch.name);
            write(out, branch.path);
            write(out, branch.transitions);
            out.writeInt(branch.next);
            out.writeInt(branch.node);
        }
    }

    /// Throws [IOException] with one sentence for a file that is no whole checkpoint of this program.
    static Checkpoint read(Path file, String program) throws IOException {
        CRC32 sum = new CRC32();
        try (CheckedInputStream checked = new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), sum);
                DataInputStream in = new DataInputStream(checked)) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + " is no checkpoint of this version");
            }
            String of = in.readUTF();
            if (!of.equals(program)) {
                throw new IOException(file + " is the checkpoint of " + of + ", not of " + program);
            }
            Checkpoint read = new Checkpoint(of, longs(in), ints(in), longs(in), longs(in), longs(in), longs(in),
                    new Unfinished.Saved(longs(in), longs(in)), branches(in), branches(in));
            long found = sum.getValue();
            if (in.readLong() != found) {
                throw new IOException(file + " is damaged: its checksum does not fit");
            }
            return read;
        } catch (java.io.EOFException | OutOfMemoryError | NegativeArraySizeException e) {
            throw new IOException(file + " is damaged: it ends too early", e);
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_LENGTH) {
            throw new IOException("the checkpoint is damaged: an impossible length");
        }
        return length;
    }

    private static long[] longs(DataInputStream in) throws IOException {
        long[] values = new long[length(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int[] values = new int[length(in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    private static List<Branch> branches(DataInputStream in) throws IOException {
        int count = length(in);
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            branches.add(new Branch(in.readLong(), ints(in), ints(in), in.readInt(), in.readInt()));
        }
        return branches;
    }
}
