package ringproof.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ringproof.device.MemoryBackend;
import ringproof.device.QueueWorker;
import ringproof.device.RequestExecutor;
import ringproof.plain.PlainEvent;
import ringproof.plain.PlainMachine;
import ringproof.queue.Chain;
import ringproof.queue.DeviceQueue;
import ringproof.wire.FeatureSet;

/// The real worker of a device on one queue of logged memory, and a disk of eight sectors that hold 1, 2, 3...
final class DeviceBench {
    static final int SECTORS = 8;
    static final int SECTOR = 512;
    /// Where a request lies: header, data, status.
    static final long HEADER = 0x4000;
    static final long DATA = 0x5000;
    static final long STATUS = DATA + SECTOR;
    static final int IN = 0;
    static final int OUT = 1;
    static final int FLUSH = 4;
    static final int GET_ID = 8;

    /// A piece of a request.
    record Piece(long addr, int len, boolean writable) {
    }

    final AccessLog memory;
    final MemoryBackend disk = new MemoryBackend(SECTORS);
    final QueueWorker worker;
    final PlainEvent callback;
    String alarm = "";

    DeviceBench(AccessLog memory, DeviceQueue queue, FeatureSet features) {
        byte[] content = new byte[SECTORS * SECTOR];
        for (int sector = 0; sector < SECTORS; sector++) {
            Arrays.fill(content, sector * SECTOR, (sector + 1) * SECTOR, (byte) (sector + 1));
        }
        disk.write(0, content, 0, content.length);
        this.memory = memory;
        PlainMachine machine = new PlainMachine(memory);
        callback = machine.newEvent("callback");
        worker = new QueueWorker(machine, queue, new RequestExecutor(memory, disk, "disk", features),
                machine.newEvent("kick"), callback, why -> alarm = why);
    }

    /// Writes a header, and garbage where the answer will be.
    void header(int type, long sector) {
        memory.poke32(HEADER, type);
        memory.poke32(HEADER + 4, 0);
        memory.poke64(HEADER + 8, sector);
        for (long addr = DATA; addr <= STATUS; addr += 2) {
            memory.poke16(addr, 0x5A5A);
        }
    }

    int byteAt(long addr) {
        return (int) memory.peek(addr, 1);
    }

    /// Whether all data bytes have this value and the status is OK.
    boolean answered(int value) {
        for (long addr = DATA; addr < STATUS; addr++) {
            if (byteAt(addr) != value) {
                return false;
            }
        }
        return byteAt(STATUS) == 0;
    }

    /// A request to read a sector, cut in every way that needs at most eight pieces: header, data and status in pieces of these sizes.
    static List<List<Piece>> waysToCutARead() {
        List<List<Piece>> ways = new ArrayList<>();
        for (int[] header : new int[][]{{16}, {8, 8}, {1, 15}, {5, 0, 11}}) {
            for (int[] answer : new int[][]{{513}, {512, 1}, {511, 2}, {1, 512}, {3, 0, 509, 1}}) {
                List<Piece> pieces = new ArrayList<>();
                cut(HEADER, header, false, pieces);
                cut(DATA, answer, true, pieces);
                ways.add(pieces);
            }
        }
        return ways;
    }

    private static void cut(long from, int[] sizes, boolean writable, List<Piece> into) {
        long at = from;
        for (int size : sizes) {
            into.add(new Piece(at, size, writable));
            at += size;
        }
    }

    /// The request whose header stands there, with its data on one side or nowhere.
    static Chain chain(int type) {
        Chain chain = new Chain().readable(HEADER, 16);
        if (type == OUT) {
            chain.readable(DATA, SECTOR);
        } else if (type == IN) {
            chain.writable(DATA, SECTOR);
        } else if (type == GET_ID) {
            chain.writable(DATA, 20);
        }
        return chain.writable(STATUS, 1);
    }

}
