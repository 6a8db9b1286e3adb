package ringproof.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ringproof.conformance.RegisterLog.Access;
import ringproof.conformance.RegisterLog.Kind;
import ringproof.device.BlkDeviceOptions;
import ringproof.transport.Handshake;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;

/// The configuration space: 2.5. One method for each clause.
final class ConfigConformance {
    /// By the offset at which they begin, the fields of 5.2.4 that belong to a feature.
    private static final Map<Integer, Feature> FIELDS = new TreeMap<>(Map.ofEntries(Map.entry(8, Feature.BLK_SIZE_MAX),
            Map.entry(12, Feature.BLK_SEG_MAX), Map.entry(16, Feature.BLK_GEOMETRY),
            Map.entry(20, Feature.BLK_BLK_SIZE),
            Map.entry(24, Feature.BLK_TOPOLOGY), Map.entry(32, Feature.BLK_CONFIG_WCE), Map.entry(34, Feature.BLK_MQ),
            Map.entry(36, Feature.BLK_DISCARD), Map.entry(48, Feature.BLK_WRITE_ZEROES),
            Map.entry(60, Feature.BLK_SECURE_ERASE), Map.entry(72, Feature.BLK_ZONED)));

    private static Stack twoQueues() {
        return new Stack(BlkDeviceOptions.DEFAULT.withQueues(2, Stack.QUEUE_SIZE).withGenericFeatures(Stack.GENERIC));
    }

    /// 2.5.1. A device that becomes another one between two halves of the capacity.
    @Test
    void a_field_of_64_bits_is_not_read_at_one_moment() {
        Stack stack = new Stack();
        ChangingConfig changing = new ChangingConfig(stack.registers, 0x1_0000_0000L, 0x0_FFFF_FFFFL);
        assertThat(Handshake.readConfig64(changing, 0)).isEqualTo(0x0_FFFF_FFFFL);
        assertThat(changing.reads()).as("once torn, once whole").isEqualTo(2);
    }

    /// 2.5.1.
    @Test
    void an_optional_field_is_read_only_where_its_feature_is_offered() {
        for (Feature missing : FIELDS.values()) {
            Stack stack = twoQueues();
            stack.registers.offer = offered -> offered.without(missing);
            stack.start();
            FeatureSet offered = new FeatureSet(stack.registers.values(Kind.READ_FEATURES).getFirst());
            int reads = 0;
            for (Access access : stack.registers.accesses()) {
                if (access.kind() == Kind.READ_CONFIG) {
                    reads++;
                    for (long at = access.value(); at < access.value() + access.more(); at++) {
                        Feature feature = featureAt((int) at);
                        assertThat(feature == null || offered.has(feature)).as("byte %d of %s", at, feature).isTrue();
                    }
                }
            }
            assertThat(reads).isPositive();
        }
    }

    private static Feature featureAt(int offset) {
        Integer field = ((TreeMap<Integer, Feature>) FIELDS).floorKey(offset);
        return field == null ? null : FIELDS.get(field);
    }

    /// 2.5.2.
    @Test
    void every_field_of_an_offered_feature_can_be_read_before_features_ok() {
        Stack stack = twoQueues();
        byte[] before = new byte[96];
        stack.transport.readConfig(0, before);
        FeatureSet all = stack.transport.deviceFeatures();
        Handshake.negotiate(stack.transport, all, all);
        byte[] after = new byte[96];
        stack.transport.readConfig(0, after);
        assertThat(before).isEqualTo(after);
        assertThat(before[0]).as("capacity").isEqualTo((byte) Stack.SECTORS);
        assertThat(before[34]).as("queues").isEqualTo((byte) 2);
        assertThat(before[12]).as("segments").isNotZero();
    }
}
