package ringproof.wire;

/// Bits of the device status field, spec 2.1.
public enum DeviceStatus {
    ACKNOWLEDGE(1), DRIVER(2), DRIVER_OK(4), FEATURES_OK(8), SUSPEND(16), DEVICE_NEEDS_RESET(64), FAILED(128);

    private final int mask;

    DeviceStatus(int mask) {
        this.mask = mask;
    }

    public int mask() {
        return mask;
    }

    public boolean in(int status) {
        return (status & mask) != 0;
    }
}
