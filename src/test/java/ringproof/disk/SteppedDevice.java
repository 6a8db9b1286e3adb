package ringproof.disk;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringproof.device.Backend;
import ringproof.device.BlkDevice;
import ringproof.device.BlkDeviceOptions;
import ringproof.device.Hosting;
import ringproof.device.QueueServer;
import ringproof.device.RequestExecutor;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.transport.DeviceAlarm;
import ringproof.transport.QueuePort;
import ringproof.wire.BlkStatus;
import ringproof.wire.FeatureSet;

/// The device with a hand on each queue instead of a thread: it executes a request when it is told to, and says before and after which.
class SteppedDevice extends BlkDevice {
    /// Told of each request, which its status byte names.
    interface Witness {
        void executing(long statusAddr);

        void executed(long statusAddr, BlkStatus status);
    }

    private final Backend backend;
    private final BlkDeviceOptions options;
    private final GuestMemory guest;
    private final @Nullable IoPageTable table;
    private final Witness witness;
    private final QueueServer[] servers;

    /// `table` null: the platform translates nothing.
    SteppedDevice(Machine machine, Backend backend, BlkDeviceOptions options, @Nullable IoPageTable table,
            Witness witness) {
        super(machine, backend, options, table == null ? Hosting.DEFAULT : Hosting.DEFAULT.withTranslation(table));
        this.guest = machine.memory();
        this.table = table;
        this.backend = backend;
        this.options = options;
        this.witness = witness;
        this.servers = new QueueServer[options.queueCount()];
    }

    /// Executes the next request of a queue. False: there is none.
    boolean serve(int queue) {
        if (servers[queue].serve(1, digest -> {}) == 1) {
            return true;
        }
        servers[queue].rest();
        return false;
    }

    boolean isBroken(int queue) {
        return servers[queue].isBroken();
    }

    @Override
    protected QueueServer newServer(FeatureSet accepted, QueuePort port, DeviceAlarm alarm) {
        QueueServer server = super.newServer(accepted, port, alarm);
        servers[port.queue()] = server;
        return server;
    }

    @Override
    protected RequestExecutor newExecutor(GuestMemory memory, FeatureSet accepted, BooleanSupplier writeThrough) {
        return new RequestExecutor(memory, backend, options.deviceId(), accepted, options.limits(), writeThrough) {
            @Override
            public long execute(Chain chain) {
                int last = chain.count() - 1;
                long statusAddr = chain.addr(last) + chain.lengthBytes(last) - 1;
                long named = guestAddr(statusAddr);
                witness.executing(named);
                long usedLengthBytes = super.execute(chain);
                BlkStatus status = BlkStatus.ofCode(guest.get8(named));
                if (status == null) {
                    throw new AssertionError("the device has written no status");
                }
                witness.executed(named, status);
                return usedLengthBytes;
            }

            @Override
            protected BlkStatus flush() {
                return answerFlush(super::flush);
            }
        };
    }

    /// Where the driver has what the device finds at `addr`.
    private long guestAddr(long addr) {
        if (table == null) {
            return addr;
        }
        long offset = addr - table.firstAddr();
        long entry = guest.get64Opaque(table.tableAddr() + offset / table.pageBytes() * Long.BYTES);
        return (entry & -table.pageBytes()) + offset % table.pageBytes();
    }

    /// Overridable for a device that forgets something.
    protected BlkStatus answerFlush(Supplier<BlkStatus> honestly) {
        return honestly.get();
    }
}
