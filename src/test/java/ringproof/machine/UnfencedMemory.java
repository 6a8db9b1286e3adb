package ringproof.machine;

/// Memory whose fences order nothing: what litmus tests on real hardware must be able to tell from the real one.
public final class UnfencedMemory extends WatchedMemory {
    public UnfencedMemory(GuestMemory memory) {
        super(memory);
    }

    @Override
    public void fence(Barrier barrier) {
        // Left out.
    }

    @Override
    public void fence(Fence fence) {
        // Left out.
    }

    @Override
    protected void touched(long addr, long lengthBytes, boolean writes) {
        // Nobody watches.
    }

    @Override
    protected void loaded(long addr, int bytes, long value) {
        // Nobody watches.
    }

    @Override
    protected void copied(long addr, byte[] to, int offset, int lengthBytes) {
        // Nobody watches.
    }
}
