package ringproof.device;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringproof.machine.GuestMemory;
import ringproof.machine.IoPageTable;
import ringproof.machine.PlatformOrderedMemory;
import ringproof.machine.TranslatedMemory;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// Where and how a device runs, which its driver cannot tell: on which threads, and behind which platform.
///
/// QEMU: iothread-vq-mapping, the properties of an iothread, iommu_platform.
///
/// @param threads     at most so many; queue n is served by thread n modulo the threads. No more than there are queues are used
/// @param batch       requests that a thread serves on one queue before it looks at the next
/// @param polling     what each thread is given
/// @param translation null: the device sees guest memory as it is
public record Hosting(int threads, int batch, Supplier<Polling> polling, @Nullable IoPageTable translation) {
    private static final int DEFAULT_BATCH = 128;

    /// A thread for each queue, which sleeps when there is nothing to do.
    public static final Hosting DEFAULT = new Hosting(Integer.MAX_VALUE, DEFAULT_BATCH, () -> Polling.NEVER, null);

    public Hosting {
        if (threads < 1 || batch < 1) {
            throw new IllegalArgumentException("a device needs a thread, and a thread must get on");
        }
    }

    public Hosting withThreads(int count) {
        return new Hosting(count, batch, polling, translation);
    }

    public Hosting withBatch(int requests) {
        return new Hosting(threads, requests, polling, translation);
    }

    public Hosting withPolling(Supplier<Polling> each) {
        return new Hosting(threads, batch, each, translation);
    }

    public Hosting withTranslation(IoPageTable table) {
        return new Hosting(threads, batch, polling, table);
    }

    /// A view of `memory` for one queue of a device whose driver has accepted these features. Without ACCESS_PLATFORM nothing is
    /// translated, whatever the platform could do; with ORDER_PLATFORM accesses are ordered as a device on a bus needs it. Spec 6.
    public GuestMemory view(GuestMemory memory, FeatureSet accepted) {
        GuestMemory view = translation != null && accepted.has(Feature.ACCESS_PLATFORM)
                ? new TranslatedMemory(memory, translation) : memory;
        return accepted.has(Feature.ORDER_PLATFORM) ? new PlatformOrderedMemory(view) : view;
    }
}
