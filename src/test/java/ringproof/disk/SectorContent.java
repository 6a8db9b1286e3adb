package ringproof.disk;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import ringproof.wire.LittleEndian;

/// Sectors whose content is one number over and over.
final class SectorContent {
    private SectorContent() {
    }

    /// The numbers that it holds: one, unless it is torn.
    static Set<Integer> numbers(byte[] sector) {
        if (Arrays.mismatch(sector, 0, sector.length - Integer.BYTES, sector, Integer.BYTES, sector.length) < 0) {
            return Set.of((int) LittleEndian.get(sector, 0, Integer.BYTES));
        }
        Set<Integer> numbers = new TreeSet<>();
        for (int at = 0; at < sector.length; at += Integer.BYTES) {
            numbers.add((int) LittleEndian.get(sector, at, Integer.BYTES));
        }
        return numbers;
    }
}
