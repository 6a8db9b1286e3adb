package ringproof.transport;

import java.util.HashMap;
import java.util.Map;
import ringproof.wire.Feature;
import ringproof.wire.FeatureSet;
import ringproof.wire.NotificationData;

/// How an available buffer notification names its queue, and whether it says what is available: agreed at FEATURES_OK.
///
/// Spec 2.9, 4.1.5.2. With NOTIF_CONFIG_DATA the device gives each queue a number of its own choice; with NOTIFICATION_DATA the value
/// is 32 bits wide and ends with where the next buffer will be. Immutable.
final class NotificationFormat {
    static final int NO_QUEUE = -1;
    private static final int WORD_MASK = 0xFFFF;

    private final boolean carriesNext;
    private final int[] ids;
    private final Map<Integer, Integer> queueOfId = new HashMap<>();

    /// The format that `accepted` means. Throws [IllegalArgumentException] for a device that gives two queues one number, or one above
    /// 16 bits.
    NotificationFormat(FeatureSet accepted, DeviceModel device) {
        this.carriesNext = accepted.has(Feature.NOTIFICATION_DATA);
        this.ids = new int[device.queueCount()];
        for (int queue = 0; queue < ids.length; queue++) {
            int id = accepted.has(Feature.NOTIF_CONFIG_DATA) ? device.notificationConfigData(queue) : queue;
            if ((id & ~WORD_MASK) != 0 || queueOfId.put(id, queue) != null) {
                throw new IllegalArgumentException("notification config data " + id + " of queue " + queue
                        + " is another queue's or no 16 bits");
            }
            ids[queue] = id;
        }
    }

    boolean carriesNext() {
        return carriesNext;
    }

    /// What the driver writes when the next buffer of `queue` will be at `next`.
    int word(int queue, int next) {
        return carriesNext ? NotificationData.word(ids[queue], next) : ids[queue];
    }

    /// The queue that `word` is about, or [#NO_QUEUE]. Anything may have been written.
    int queueOf(int word) {
        if (!carriesNext && (word & ~WORD_MASK) != 0) {
            return NO_QUEUE;
        }
        return queueOfId.getOrDefault(word & WORD_MASK, NO_QUEUE);
    }
}
