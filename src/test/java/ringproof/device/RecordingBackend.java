package ringproof.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ringproof.machine.Digest;
import ringproof.machine.GuestMemory;
import ringproof.wire.Limits;

/// A disk that remembers what it was asked and can be told to fail.
final class RecordingBackend implements Backend {
    private final byte[] content;
    private final List<String> calls = new ArrayList<>();
    private int callsBeforeFailure = Integer.MAX_VALUE;

    RecordingBackend(int sectors) {
        content = new byte[sectors * Limits.SECTOR_BYTES];
    }

    /// The calls so far, writes with offset and length.
    List<String> calls() {
        return calls;
    }

    /// Lets so many more calls succeed.
    void failAfterCalls(int count) {
        callsBeforeFailure = count;
    }

    void fill(byte[] bytes) {
        System.arraycopy(bytes, 0, content, 0, content.length);
    }

    void fillSector(int sector, byte[] bytes) {
        System.arraycopy(bytes, 0, content, sector * Limits.SECTOR_BYTES, Limits.SECTOR_BYTES);
    }

    byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(content, from * Limits.SECTOR_BYTES, (from + count) * Limits.SECTOR_BYTES);
    }

    private boolean called(String what) {
        calls.add(what);
        return callsBeforeFailure-- > 0;
    }

    @Override
    public long capacitySectors() {
        return content.length / Limits.SECTOR_BYTES;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        if (!called("read " + offsetBytes + "+" + lengthBytes)) {
            return false;
        }
        memory.write(addr, content, (int) offsetBytes, lengthBytes);
        return true;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        if (!called("write " + offsetBytes + "+" + lengthBytes)) {
            return false;
        }
        memory.read(addr, content, (int) offsetBytes, lengthBytes);
        return true;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        if (!called("read " + offsetBytes + "+" + lengthBytes)) {
            return false;
        }
        System.arraycopy(content, (int) offsetBytes, to, at, lengthBytes);
        return true;
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        if (!called("write " + offsetBytes + "+" + lengthBytes)) {
            return false;
        }
        System.arraycopy(from, at, content, (int) offsetBytes, lengthBytes);
        return true;
    }

    @Override
    public boolean flush() {
        return called("flush");
    }

    @Override
    public void digest(Digest digest) {
        digest.add(Arrays.hashCode(content));
    }
}
