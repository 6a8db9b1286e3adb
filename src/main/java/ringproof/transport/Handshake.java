package ringproof.transport;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.UnaryOperator;
import ringproof.wire.DeviceStatus;
import ringproof.wire.FeatureSet;
import ringproof.wire.LittleEndian;

/// The driver's way from an unknown device to a live one.
///
/// Spec 2.5.1, 3.1.1. Linux: virtio_dev_probe, virtio_cread, virtio_device_ready.
///
/// Reset, ACKNOWLEDGE, DRIVER, features, FEATURES_OK, look whether it stayed; then the caller sets its queues up; then
/// DRIVER_OK. Where a step fails the status is made FAILED, and a [NegotiationException] says why. One driver at a
/// time.
public final class Handshake {
    /// After so many looks without change for the better, the device is taken for dead.
    private static final int MAX_LOOKS = 1000;

    private Handshake() {
    }

    /// Steps 1 to 6: returns the features that both sides agreed on, a subset of `understood` with all of `required`.
    /// Throws [IllegalArgumentException] where something required is not understood.
    public static FeatureSet negotiate(Transport transport, FeatureSet understood, FeatureSet required) {
        if (!required.isSubsetOf(understood)) {
            throw new IllegalArgumentException(
                    "required but not understood: " + FeatureRules.missing(required, understood));
        }
        return negotiate(transport, offered -> understood, required);
    }

    /// The same for a driver that must see the offer to know what it understands: `understanding` is asked in step 4, where it may also read
    /// the configuration space.
    public static FeatureSet negotiate(Transport transport, UnaryOperator<FeatureSet> understanding,
            FeatureSet required) {
        reset(transport);
        set(transport, DeviceStatus.ACKNOWLEDGE);
        set(transport, DeviceStatus.DRIVER);
        // What this transport cannot carry must be ignored, whoever offers it (2.2.1).
        FeatureSet offered = transport.deviceFeatures().and(transport.carriedFeatures());
        FeatureSet accepted = choose(transport, offered, understanding.apply(offered), required);
        transport.writeDriverFeatures(accepted);
        set(transport, DeviceStatus.FEATURES_OK);
        if (!DeviceStatus.FEATURES_OK.in(transport.status())) {
            throw fail(transport,
                    "the device refuses the features " + accepted + ": accept more or fewer of those it offers, "
                            + offered);
        }
        return accepted;
    }

    private static FeatureSet choose(Transport transport, FeatureSet offered, FeatureSet understood,
            FeatureSet required) {
        String offerFault = FeatureRules.offerFault(offered);
        if (!offerFault.isEmpty()) {
            throw fail(transport,
                    "the device breaks VIRTIO's rules, " + offerFault + ": use one that conforms to version 1");
        }
        FeatureSet missing = FeatureRules.missing(required, offered);
        if (!missing.equals(FeatureSet.NONE)) {
            throw fail(transport,
                    "the device does not offer " + missing + ": enable it there, or start the driver without it");
        }
        FeatureSet accepted = offered.and(understood);
        String acceptFault = FeatureRules.acceptFault(offered, accepted);
        if (!acceptFault.isEmpty()) {
            throw fail(transport,
                    "the driver breaks VIRTIO's rules, " + acceptFault + ": let it understand more features");
        }
        return accepted;
    }

    /// Step 8, after queue set-up: the device is live. Throws where it refused a queue or refuses to start.
    public static void driverOk(Transport transport) {
        set(transport, DeviceStatus.DRIVER_OK);
        int status = transport.status();
        if (!DeviceStatus.DRIVER_OK.in(status) || DeviceStatus.DEVICE_NEEDS_RESET.in(status)) {
            throw fail(transport, "the device does not start, its status is " + status
                    + ": set its queues up within the limits that it gives");
        }
    }

    /// Resets the device: then no queue is live any more.
    public static void reset(Transport transport) {
        transport.writeStatus(0);
        for (int looks = 1; transport.status() != 0; looks++) {
            if (looks == MAX_LOOKS) {
                throw new NegotiationException("the device does not finish its reset: restart it");
            }
        }
    }

    /// Resets one queue while the others run: then the device does not touch it any more, nor notify for it, and it may be set up again,
    /// elsewhere too. Spec 2.6.1. Needs RING_RESET.
    public static void resetQueue(Transport transport, int queue) {
        transport.resetQueue(queue);
        for (int looks = 1; transport.isQueueResetting(queue); looks++) {
            if (looks == MAX_LOOKS) {
                throw new NegotiationException(
                        "the device does not finish the reset of queue " + queue + ": reset the device");
            }
        }
    }

    /// Suspends the device: every queue is at rest, nothing is forgotten. Spec 3.4. Needs SUSPEND. False: the device cannot, and needs a
    /// reset.
    public static boolean suspend(Transport transport) {
        return change(transport, DeviceStatus.DRIVER_OK, DeviceStatus.SUSPEND);
    }

    /// Lets a suspended device go on. False: it cannot, and needs a reset.
    public static boolean resume(Transport transport) {
        return change(transport, DeviceStatus.SUSPEND, DeviceStatus.DRIVER_OK);
    }

    private static boolean change(Transport transport, DeviceStatus from, DeviceStatus to) {
        set(transport, to);
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            int status = transport.status();
            if (to.in(status) && !from.in(status)) {
                return true;
            }
            if (DeviceStatus.DEVICE_NEEDS_RESET.in(status)) {
                return false;
            }
        }
        throw new NegotiationException("the device does not go from " + from + " to " + to + ": reset it");
    }

    /// Gives the device up: sets FAILED, and returns what the caller throws.
    public static NegotiationException fail(Transport transport, String message) {
        set(transport, DeviceStatus.FAILED);
        return new NegotiationException(message);
    }

    private static void set(Transport transport, DeviceStatus bit) {
        transport.writeStatus(transport.status() | bit.mask());
    }

    /// A le16 of the configuration space. Whether an optional field exists is the caller's to know, from its feature
    /// bit.
    public static int readConfig16(Transport transport, int offset) {
        return (int) readNumber(transport, offset, Short.BYTES);
    }

    /// A le32 of the configuration space.
    public static int readConfig32(Transport transport, int offset) {
        return (int) readNumber(transport, offset, Integer.BYTES);
    }

    /// A le64 of the configuration space, never torn by a change that the device makes meanwhile.
    public static long readConfig64(Transport transport, int offset) {
        return readNumber(transport, offset, Long.BYTES);
    }

    private static long readNumber(Transport transport, int offset, int lengthBytes) {
        return LittleEndian.get(readConfig(transport, offset, lengthBytes), 0, lengthBytes);
    }

    /// Bytes of the configuration space, all of one version of it. Spec 2.5.1.
    public static byte[] readConfig(Transport transport, int offset, int lengthBytes) {
        BitSet all = new BitSet();
        all.set(offset, offset + lengthBytes);
        byte[] bytes = readConfig(transport, all);
        return Arrays.copyOfRange(bytes, offset, offset + lengthBytes);
    }

    /// The configuration space up to the last of these offsets, all of one version of it. What stands at others is not read, and 0 here.
    public static byte[] readConfig(Transport transport, BitSet offsets) {
        byte[] bytes = new byte[offsets.length()];
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            int before = transport.configGeneration();
            for (int from = offsets.nextSetBit(0); from >= 0; from = offsets.nextSetBit(offsets.nextClearBit(from))) {
                byte[] run = new byte[offsets.nextClearBit(from) - from];
                transport.readConfig(from, run);
                System.arraycopy(run, 0, bytes, from, run.length);
            }
            if (transport.configGeneration() == before) {
                return bytes;
            }
        }
        throw fail(transport,
                "the device's configuration changed during each of " + MAX_LOOKS + " reads: reset the device");
    }
}
