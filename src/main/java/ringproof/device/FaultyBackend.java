package ringproof.device;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import ringproof.device.FaultPlan.Access;
import ringproof.machine.GuestMemory;
import ringproof.machine.Pause;

/// A disk whose accesses go wrong as a [FaultPlan] says.
///
/// Thread-safe as the disk inside is; several threads share the count of accesses. Real world only: the counts are in no digest.
public final class FaultyBackend extends BackendWrapper {
    private static final long WHOLE = Long.MAX_VALUE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FaultPlan plan;
    private final AtomicLongArray counts = new AtomicLongArray(Access.values().length);
    private final AtomicLong failures = new AtomicLong();

    public FaultyBackend(Backend inner, FaultPlan plan) {
        super(inner);
        this.plan = plan;
    }

    /// Accesses that the plan has made fail so far.
    public long failures() {
        return failures.get();
    }

    /// Counts an access and waits if it must. How many bytes of it are moved before it fails; [#WHOLE]: all, and it does not fail.
    private long begin(Access access) {
        long own = counts.incrementAndGet(access.ordinal());
        long all = counts.incrementAndGet(Access.ANY.ordinal());
        FaultPlan.Fault fault = faultOf(access, own, all);
        if (fault == null) {
            return WHOLE;
        }
        if (fault.effect() == FaultPlan.Effect.DELAY) {
            Pause.nanos(fault.amount() * NANOS_PER_MILLI);
            return WHOLE;
        }
        failures.incrementAndGet();
        return fault.effect() == FaultPlan.Effect.TORN ? fault.amount() : 0;
    }

    private FaultPlan.@Nullable Fault faultOf(Access access, long own, long all) {
        for (FaultPlan.Fault fault : plan.faults()) {
            boolean meant = fault.access() == access || fault.access() == Access.ANY;
            if (meant && fault.hits(fault.access() == Access.ANY ? all : own)) {
                return fault;
            }
        }
        return null;
    }

    @Override
    public boolean read(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        long moved = begin(Access.READ);
        return super.read(offsetBytes, memory, addr, (int) Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    @Override
    public boolean write(long offsetBytes, GuestMemory memory, long addr, int lengthBytes) {
        long moved = begin(Access.WRITE);
        return super.write(offsetBytes, memory, addr, (int) Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    @Override
    public boolean read(long offsetBytes, byte[] to, int at, int lengthBytes) {
        long moved = begin(Access.READ);
        return super.read(offsetBytes, to, at, (int) Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    @Override
    public boolean write(long offsetBytes, byte[] from, int at, int lengthBytes) {
        long moved = begin(Access.WRITE);
        return super.write(offsetBytes, from, at, (int) Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    @Override
    public boolean writeZeroes(long offsetBytes, long lengthBytes, boolean mayUnmap) {
        long moved = begin(Access.ZERO);
        return super.writeZeroes(offsetBytes, Math.min(moved, lengthBytes), mayUnmap) && moved == WHOLE;
    }

    @Override
    public boolean discard(long offsetBytes, long lengthBytes) {
        long moved = begin(Access.DISCARD);
        return super.discard(offsetBytes, Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    @Override
    public boolean secureErase(long offsetBytes, long lengthBytes) {
        long moved = begin(Access.ERASE);
        return super.secureErase(offsetBytes, Math.min(moved, lengthBytes)) && moved == WHOLE;
    }

    /// A flush that fails has flushed nothing.
    @Override
    public boolean flush() {
        return begin(Access.FLUSH) == WHOLE && super.flush();
    }
}
