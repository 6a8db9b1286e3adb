package ringproof.report.rings;

/// Bytes that a field shows. Beyond guest memory, what stands for a cell, a lock or an event.
public record Span(int addr, int bytes) {

    boolean meets(Span other) {
        return addr < other.addr + other.bytes && other.addr < addr + bytes;
    }
}
