package ringproof.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import ringproof.machine.GuestMemory;
import ringproof.machine.NativeMachine;
import ringproof.queue.Chain;
import ringproof.wire.BlkRequestLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// A small disk, an executor on it, and guest memory to build requests in.
abstract class ExecutorHarness {
    static final int DISK_SECTORS = 8;
    static final int STATUS_NOT_WRITTEN = 0x5A;
    static final int UNTOUCHED = 0x77;
    static final long HEADER = 0x1000;
    static final long DATA = 0x2000;
    static final long STATUS = 0x9000;
    static final FeatureSet WITH_FLUSH = FeatureSet.of(Feature.VERSION_1, Feature.BLK_FLUSH);

    final GuestMemory memory = new NativeMachine(0x20000).memory();
    final RecordingBackend disk = new RecordingBackend(DISK_SECTORS);
    final RequestExecutor executor = new RequestExecutor(memory, disk, "disk-7", WITH_FLUSH);
    final Chain chain = new Chain();

    void header(int type, long sector) {
        memory.set32(HEADER + BlkRequestLayout.TYPE, type);
        memory.set32(HEADER + BlkRequestLayout.RESERVED, 0xDEADBEEF);
        memory.set64(HEADER + BlkRequestLayout.SECTOR, sector);
        memory.set8(STATUS, STATUS_NOT_WRITTEN);
    }

    long execute(BlkRequestType type, long sector, int dataBytes) {
        header(type.code(), sector);
        chain.clear().readable(HEADER, BlkRequestLayout.HEADER_BYTES);
        if (type == BlkRequestType.OUT) {
            chain.readable(DATA, dataBytes);
        } else {
            chain.writable(DATA, dataBytes);
        }
        return executor.execute(chain.writable(STATUS, 1));
    }

    static byte[] pattern(int lengthBytes, long seed) {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    byte[] guest(long addr, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        memory.read(addr, bytes, 0, lengthBytes);
        return bytes;
    }

    void fillData(byte[] bytes) {
        memory.write(DATA, bytes, 0, bytes.length);
    }

    byte[] untouched(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        Arrays.fill(bytes, (byte) UNTOUCHED);
        return bytes;
    }

    BlkStatus status() {
        assertThat(memory.get8(STATUS)).as("status byte is written").isNotEqualTo(STATUS_NOT_WRITTEN);
        return BlkStatus.ofCode(memory.get8(STATUS));
    }
}
