package ringproof.driver.limit;

/// Cylinders, heads and sectors per track, for software that must name a sector so. Spec 5.2.4. Linux: virtblk_getgeo.
public record Geometry(int cylinders, int heads, int sectors) {
    private static final int USUAL_HEADS = 64;
    private static final int USUAL_SECTORS = 32;

    /// What is told where the device says nothing.
    static Geometry of(long capacitySectors) {
        return new Geometry((int) Math.min(capacitySectors / (USUAL_HEADS * USUAL_SECTORS), 0xFFFF), USUAL_HEADS,
                USUAL_SECTORS);
    }
}
