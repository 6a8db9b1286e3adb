package ringproof.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ringproof.driver.Outcome;
import ringproof.wire.BlkRequestType;

/// What may be found on a disk whose power fails now: spec 5.2.6.2, the writes that a flush covers.
///
/// Of each sector a flush that ended well makes durable the last write that had completed before the flush was submitted; without a write
/// cache, completing is enough. That write or any that the device has begun since may be found, nothing older. A sector is torn only where a
/// request hands it over in pieces.
final class CrashOracle implements DiskRun.Listener {
    /// What was met, lest nothing be checked.
    enum Reached {
        VOLATILE, CRASH_WITHIN_A_REQUEST, FLUSH_COVERS, FLUSH_COVERS_NOT, WRITE_THROUGH, TORN, ANYTHING
    }

    private static final long NEVER = Long.MAX_VALUE;

    /// One content of a sector, in the order of execution.
    private static final class Version {
        final int number;
        final boolean inPieces;
        long completedAt = NEVER;

        Version(int number, boolean inPieces) {
            this.number = number;
            this.inPieces = inPieces;
        }
    }

    private final PowerLoss disk;
    private final List<List<Version>> versions = new ArrayList<>();
    private final Map<DiskTicket, List<Version>> written = new HashMap<>();
    private final Map<DiskTicket, Long> submittedAt = new HashMap<>();
    private final Set<Reached> reached = EnumSet.noneOf(Reached.class);
    private boolean writeback = true;
    private boolean executing;
    private long clock;

    CrashOracle(PowerLoss disk, int sectors) {
        this.disk = disk;
        for (int i = 0; i < sectors; i++) {
            versions.add(new ArrayList<>(List.of(new Version(0, false))));
        }
    }

    Set<Reached> reached() {
        return reached;
    }

    @Override
    public void submitted(DiskTicket ticket) {
        submittedAt.put(ticket, clock++);
    }

    @Override
    public void begins(DiskTicket ticket) {
        executing = true;
        List<Version> mine = new ArrayList<>();
        switch (ticket.asked.type()) {
            case OUT -> {
                for (int i = 0; i < ticket.content.length; i++) {
                    mine.add(write(ticket.sector() + i, ticket.content[i], ticket.asked.pieces() > 1));
                }
            }
            case DISCARD, WRITE_ZEROES, SECURE_ERASE -> {
                int number = ticket.asked.type() == BlkRequestType.DISCARD ? DiskOracle.ANYTHING : 0;
                for (DiskRequest.Range range : ticket.asked.ranges()) {
                    for (int i = 0; i < range.sectors(); i++) {
                        mine.add(write((int) range.sector() + i, number, false));
                    }
                }
            }
            default -> {
                // The disk stays as it is.
            }
        }
        written.put(ticket, mine);
    }

    private Version write(int sector, int number, boolean inPieces) {
        Version version = new Version(number, inPieces);
        versions.get(sector).add(version);
        return version;
    }

    @Override
    public void executed(DiskTicket ticket) {
        executing = false;
    }

    @Override
    public void completed(DiskTicket ticket) {
        if (ticket.ended != Outcome.OK) {
            return;
        }
        List<Version> mine = written.getOrDefault(ticket, List.of());
        mine.forEach(version -> version.completedAt = clock);
        clock++;
        if (ticket.asked.type() == BlkRequestType.FLUSH) {
            long submitted = submittedAt.get(ticket);
            versions.forEach(sector -> settle(sector, submitted));
        } else if (!mine.isEmpty() && (!writeback || ticket.asked.type() == BlkRequestType.SECURE_ERASE)) {
            reached.add(Reached.WRITE_THROUGH);
            for (List<Version> sector : versions) {
                sector.subList(0, lastOf(sector, mine)).clear();
            }
        }
    }

    private static int lastOf(List<Version> sector, List<Version> mine) {
        int last = 0;
        for (int i = 0; i < sector.size(); i++) {
            last = mine.contains(sector.get(i)) ? i : last;
        }
        return last;
    }

    /// A flush that was submitted then has ended: what had completed before is durable.
    private void settle(List<Version> sector, long submitted) {
        int durable = 0;
        for (int i = 1; i < sector.size(); i++) {
            boolean covered = sector.get(i).completedAt < submitted;
            durable = covered ? i : durable;
            reached.add(covered ? Reached.FLUSH_COVERS : Reached.FLUSH_COVERS_NOT);
        }
        sector.subList(0, durable).clear();
    }

    @Override
    public void cacheChanged(boolean on) {
        writeback = on;
    }

    @Override
    public void nudged(int strength) {
        disk.settle(strength);
    }

    /// The power could fail now.
    @Override
    public void stepDone() {
        if (executing) {
            reached.add(Reached.CRASH_WITHIN_A_REQUEST);
        }
        for (int sector = 0; sector < versions.size(); sector++) {
            checkSector(sector);
        }
    }

    private void checkSector(int sector) {
        List<Version> possible = versions.get(sector);
        if (possible.size() > 1) {
            reached.add(Reached.VOLATILE);
        }
        boolean anything = false;
        boolean inPieces = false;
        Set<Integer> numbers = new TreeSet<>();
        for (Version version : possible) {
            anything |= version.number == DiskOracle.ANYTHING;
            inPieces |= version.inPieces;
            numbers.add(version.number);
        }
        if (anything) {
            reached.add(Reached.ANYTHING);
            return;
        }
        for (byte[] content : disk.contentsOf(sector)) {
            Set<Integer> found = SectorContent.numbers(content);
            assertThat(numbers).as("what sector %s may hold after a crash", sector).containsAll(found);
            if (found.size() > 1) {
                assertThat(inPieces).as("sector %s is torn", sector).isTrue();
                reached.add(Reached.TORN);
            }
        }
    }
}
