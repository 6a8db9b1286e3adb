package ringproof.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.BlkLimits;
import ringproof.device.RangeLimits;
import ringproof.device.Zones;
import ringproof.driver.BlkDriver;
import ringproof.driver.BlkDriverOptions;
import ringproof.driver.HardwareQueue;
import ringproof.driver.Outcome;
import ringproof.driver.Request;
import ringproof.driver.policy.Policy;
import ringproof.machine.GuestAllocator;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.machine.Machine;
import ringproof.queue.DisableCallback;
import ringproof.transport.InProcessTransport;
import ringproof.wire.BlkDataLayout;
import ringproof.wire.BlkRequestType;
import ringproof.wire.BlkStatus;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.Limits;
import ringproof.wire.ZoneState;

/// The whole stack in one thread: random requests through several queues, executed and completed in an order that the list says, each held
/// against a [DiskOracle] at the moment at which the device executes it.
///
/// The content of a sector is one number, over and over.
final class DiskRun implements SteppedDevice.Witness {
    /// @param ring features of chapter 6; with ACCESS_PLATFORM the device is behind an IOMMU
    record Setup(Policy policy, FeatureSet ring, int queues) {
    }

    /// Told of what happens, to draw other conclusions from it.
    interface Listener {
        default void submitted(DiskTicket ticket) {
        }

        /// The device begins to execute it, and by the oracle it will succeed.
        default void begins(DiskTicket ticket) {
        }

        /// It was to succeed, and has.
        default void executed(DiskTicket ticket) {
        }

        default void completed(DiskTicket ticket) {
        }

        /// Whether the backend has failed since it was asked last.
        default boolean hasFailed() {
            return false;
        }

        /// Where the content can be read without failing.
        default Backend content(Backend backend) {
            return backend;
        }

        default void cacheChanged(boolean writeback) {
        }

        default void nudged(int strength) {
        }

        default void stepDone() {
        }
    }

    static final BlkLimits LIMITS = BlkLimits.DEFAULT.withRanges(new RangeLimits(24, 2, 1), new RangeLimits(24, 2, 1),
            new RangeLimits(64, 2, 16));
    static final int MAX_PIECES = 3;
    static final int MAX_SECTORS = 8;
    private static final int QUEUE_SIZE = 16;
    private static final long FIRST_IO_ADDR = 1L << 40;
    /// For each queue: the rings and two or three of the largest requests, so that addresses run out now and then.
    private static final int IO_PAGES = 64;
    private static final int IO_PAGE_BYTES = 512;

    private final GuestMemory memory;
    private final GuestAllocator allocator;
    private final Backend backend;
    private final DiskOracle oracle;
    private final Listener listener;
    private final SteppedDevice device;
    private final BlkDriver driver;
    private final List<DiskTicket> tickets = new ArrayList<>();
    private final Map<Request, DiskTicket> byRequest = new HashMap<>();
    private final Map<Long, DiskTicket> byStatusAddr = new HashMap<>();
    private final Set<Outcome> reached = EnumSet.noneOf(Outcome.class);

    /// `machine` has a megabyte or more.
    DiskRun(Machine machine, Setup setup, Backend backend, DiskOracle oracle, Listener listener) {
        this(machine, setup, backend, oracle, listener, SteppedDevice::new);
    }

    interface DeviceMaker {
        SteppedDevice make(Machine machine, Backend backend, BlkDeviceOptions options, @Nullable IoPageTable table,
                SteppedDevice.Witness witness);
    }

    DiskRun(Machine machine, Setup setup, Backend backend, DiskOracle oracle, Listener listener, DeviceMaker maker) {
        this.memory = machine.memory();
        this.allocator = new GuestAllocator(memory, 0);
        this.backend = backend;
        this.oracle = oracle;
        this.listener = listener;
        IoPageTable table = setup.ring().has(Feature.ACCESS_PLATFORM)
                ? IoPageTable.allocate(allocator, FIRST_IO_ADDR, setup.queues() * IO_PAGES, IO_PAGE_BYTES) : null;
        this.device = maker.make(machine, backend, BlkDeviceOptions.DEFAULT.withGenericFeatures(setup.ring())
                .withQueues(setup.queues(), QUEUE_SIZE).withLimits(LIMITS), table, this);
        BlkDriverOptions options = new BlkDriverOptions(setup.policy(), setup.queues(), QUEUE_SIZE,
                setup.ring().has(Feature.EVENT_IDX), DisableCallback.EVENT_ZERO).withRequests(MAX_PIECES, 2);
        this.driver = BlkDriver.start(machine, new InProcessTransport(machine, device), allocator,
                table == null ? options : options.behind(table), this::completed);
        assertThat(driver.features().and(setup.ring())).isEqualTo(setup.ring());
    }

    /// Runs the list, then what is left of it. Returns how requests have ended.
    Set<Outcome> run(List<DiskStep> steps) {
        for (DiskStep step : steps) {
            perform(step);
            listener.stepDone();
        }
        drain();
        compare();
        return reached;
    }

    private void perform(DiskStep step) {
        switch (step) {
            case DiskStep.Submit submit -> submit(submit.queue(), submit.hipri(), submit.request());
            case DiskStep.Serve serve -> device.serve(serve.queue());
            case DiskStep.Complete complete -> complete(complete.queue());
            case DiskStep.Fail fail -> {
                Zones zones = backend.zones();
                if (zones != null && fail.zone() < zones.count() && zones.state(fail.zone()) != ZoneState.NOT_WP) {
                    zones.fail(fail.zone(), fail.how());
                    oracle.fail(fail.zone(), fail.how());
                }
            }
            case DiskStep.Nudge nudge -> listener.nudged(nudge.strength());
            case DiskStep.Cache cache -> {
                // Waits for what is in flight, and nobody else would serve it.
                drain();
                if (driver.setWriteback(cache.on())) {
                    listener.cacheChanged(cache.on());
                }
            }
        }
    }

    private void drain() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (int queue = 0; queue < driver.queues().size(); queue++) {
                while (device.serve(queue)) {
                    busy = true;
                }
                assertThat(device.isBroken(queue)).isFalse();
                busy |= complete(queue) > 0;
            }
        }
        for (DiskTicket ticket : tickets) {
            assertThat(ticket.ended).as("request %s, %s, has ended", ticket.number, ticket.asked).isNotNull();
        }
    }

    private int complete(int number) {
        HardwareQueue queue = driver.queues().get(number);
        int completed = queue.poll();
        for (Map.Entry<Request, DiskTicket> entry : List.copyOf(byRequest.entrySet())) {
            if (entry.getValue().ended != null && entry.getValue().queue == number) {
                checkData(byRequest.remove(entry.getKey()), entry.getKey());
                queue.free(entry.getKey());
            }
        }
        return completed;
    }

    private void submit(int number, boolean hipri, DiskRequest asked) {
        HardwareQueue queue = driver.queues().get(number);
        Request request = queue.allocate();
        if (request == null) {
            return;
        }
        request.prepare(asked.type(), asked.sector(), hipri);
        long bytes = dataBytes(asked);
        long addr = bytes == 0 ? 0 : allocator.allocate(bytes, Limits.SECTOR_BYTES);
        addData(request, addr, (int) bytes, asked.pieces());
        asked.ranges().forEach(range -> request.range(range.sector(), range.sectors()));
        if (asked.unmap() && asked.type() == BlkRequestType.WRITE_ZEROES) {
            request.unmap();
        }
        DiskTicket ticket = new DiskTicket(tickets.size(), asked, number, addr, bytes);
        for (int i = 0; i < ticket.content.length && asked.type() != BlkRequestType.IN; i++) {
            fill(addr + (long) i * Limits.SECTOR_BYTES, ticket.content[i]);
        }
        tickets.add(ticket);
        byRequest.put(request, ticket);
        byStatusAddr.put(request.statusAddr(), ticket);
        listener.submitted(ticket);
        queue.queueRq(request, true);
    }

    private static long dataBytes(DiskRequest asked) {
        return switch (asked.type()) {
            case IN, OUT, ZONE_APPEND -> (long) asked.sectors() * Limits.SECTOR_BYTES;
            case GET_ID -> Limits.DEVICE_ID_BYTES;
            case GET_LIFETIME -> BlkDataLayout.LIFETIME_BYTES;
            case ZONE_REPORT -> BlkDataLayout.REPORT_HEADER_BYTES + (long) asked.sectors() * BlkDataLayout.ZONE_BYTES;
            case FLUSH, DISCARD, WRITE_ZEROES, SECURE_ERASE, ZONE_OPEN, ZONE_CLOSE, ZONE_FINISH, ZONE_RESET,
                    ZONE_RESET_ALL ->
                0;
        };
    }

    /// In pieces that end anywhere, but not within a number.
    private static void addData(Request request, long addr, int bytes, int pieces) {
        int done = 0;
        for (int piece = 0; piece < pieces && done < bytes; piece++) {
            int part = piece == pieces - 1 ? bytes - done : Math.min(bytes - done, bytes / pieces / 4 * 4 + 4);
            request.data(addr + done, part);
            done += part;
        }
    }

    private void fill(long addr, int number) {
        for (int at = 0; at < Limits.SECTOR_BYTES; at += Integer.BYTES) {
            memory.set32(addr + at, number);
        }
    }

    @Override
    public void executing(long statusAddr) {
        DiskTicket ticket = byStatusAddr.get(statusAddr);
        assertThat(ticket).as("somebody submitted it").isNotNull();
        assertThat(ticket.refusals).as("it is executed once").isNull();
        if (ticket.asked.type() == BlkRequestType.ZONE_APPEND && ticket.asked.sector() < oracle.sectors()
                && oracle.zoneCount() > 0) {
            ticket.appendedTo = oracle.pointer(ticket.asked.sector());
        }
        ticket.refusals = oracle.execute(ticket.asked, ticket.content);
        if (ticket.refusals.isEmpty()) {
            listener.begins(ticket);
        }
    }

    @Override
    public void executed(long statusAddr, BlkStatus status) {
        DiskTicket ticket = byStatusAddr.get(statusAddr);
        ticket.status = status;
        Outcome outcome = Outcome.valueOf(status.name());
        if (listener.hasFailed()) {
            assertThat(outcome).as("request %s, %s, whose disk has failed", ticket.number, ticket.asked)
                    .isEqualTo(Outcome.IOERR);
            ticket.refusals = EnumSet.of(Outcome.IOERR);
            spoil(ticket);
            return;
        }
        check(ticket, outcome);
        if (outcome == Outcome.OK) {
            listener.executed(ticket);
        }
    }

    private void spoil(DiskTicket ticket) {
        switch (ticket.asked.type()) {
            case OUT, ZONE_APPEND -> oracle.spoil(ticket.sector(), ticket.content.length);
            case DISCARD, WRITE_ZEROES, SECURE_ERASE ->
                ticket.asked.ranges().forEach(range -> oracle.spoil((int) range.sector(), range.sectors()));
            default -> {
                // Nothing of the disk was to change.
            }
        }
    }

    private void check(DiskTicket ticket, Outcome outcome) {
        Set<Outcome> refusals = ticket.refusals;
        if (refusals == null || refusals.isEmpty()) {
            assertThat(outcome).as("request %s, %s", ticket.number, ticket.asked).isEqualTo(Outcome.OK);
        } else {
            assertThat(refusals).as("request %s, %s", ticket.number, ticket.asked).contains(outcome);
        }
    }

    /// Called by the driver.
    private void completed(Request request, Outcome outcome) {
        DiskTicket ticket = byRequest.get(request);
        assertThat(ticket).as("it is in flight").isNotNull();
        assertThat(ticket.ended).as("it ends once").isNull();
        ticket.ended = outcome;
        reached.add(outcome);
        if (outcome == Outcome.INVALID) {
            assertThat(ticket.status).as("what is invalid never reaches the device").isNull();
            // It was refused for good, whatever the state of the zones.
            assertThat(oracle.execute(ticket.asked, ticket.content)).as("%s is invalid: %s", ticket.asked,
                    request.fault()).isNotEmpty();
            return;
        }
        check(ticket, outcome);
        listener.completed(ticket);
    }

    private void checkData(DiskTicket ticket, Request request) {
        if (ticket.ended != Outcome.OK) {
            return;
        }
        switch (ticket.asked.type()) {
            case IN -> {
                for (int i = 0; i < ticket.content.length; i++) {
                    checkSector(ticket.dataAddr + (long) i * Limits.SECTOR_BYTES, ticket.content[i],
                            ticket.asked.sector() + i);
                }
            }
            case ZONE_APPEND -> assertThat(request.appendedSector()).isEqualTo(ticket.appendedTo);
            case ZONE_REPORT -> checkReport(ticket);
            default -> {
                // No answer but the status.
            }
        }
    }

    private void checkSector(long addr, int expected, long sector) {
        for (int at = 0; at < Limits.SECTOR_BYTES && expected != DiskOracle.ANYTHING; at += Integer.BYTES) {
            assertThat(memory.get32(addr + at)).as("byte %s of sector %s", at, sector).isEqualTo(expected);
        }
    }

    /// The zones may have changed since, but not which they are; states are compared at the end.
    private void checkReport(DiskTicket ticket) {
        long first = oracle.zoneOf((int) ticket.asked.sector());
        long found = memory.get64(ticket.dataAddr + BlkDataLayout.REPORT_NR_ZONES);
        assertThat(found).isEqualTo(Math.min(ticket.asked.sectors(), oracle.zoneCount() - first));
        assertThat(ticket.dataBytes)
                .isGreaterThanOrEqualTo(BlkDataLayout.REPORT_HEADER_BYTES + found * BlkDataLayout.ZONE_BYTES);
    }

    /// The disk itself, and its zones as a report shows them.
    private void compare() {
        byte[] sector = new byte[Limits.SECTOR_BYTES];
        Backend content = listener.content(backend);
        for (int i = 0; i < oracle.sectors(); i++) {
            assertThat(content.read((long) i * Limits.SECTOR_BYTES, sector, 0, sector.length)).isTrue();
            if (oracle.content(i) != DiskOracle.ANYTHING) {
                assertThat(SectorContent.numbers(sector)).as("sector %s", i).containsOnly(oracle.content(i));
            }
        }
        if (oracle.zoneCount() > 0) {
            compareZones();
        }
    }

    private void compareZones() {
        DiskRequest report = DiskRequest.of(BlkRequestType.ZONE_REPORT, 0, oracle.zoneCount());
        submit(0, false, report);
        drain();
        DiskTicket ticket = tickets.getLast();
        assertThat(ticket.ended).isEqualTo(Outcome.OK);
        for (int zone = 0; zone < oracle.zoneCount(); zone++) {
            long addr = ticket.dataAddr + BlkDataLayout.REPORT_HEADER_BYTES + (long) zone * BlkDataLayout.ZONE_BYTES;
            assertThat(memory.get64(addr + BlkDataLayout.ZONE_CAPACITY)).isEqualTo(oracle.capacity(zone));
            long pointer = memory.get64(addr + BlkDataLayout.ZONE_WRITE_POINTER);
            ZoneState state = ZoneState.ofCode(memory.get8(addr + BlkDataLayout.ZONE_STATE));
            assertThat(oracle.agrees(zone, (int) pointer, state)).as("zone %s is %s at %s", zone, state, pointer)
                    .isTrue();
        }
    }
}
