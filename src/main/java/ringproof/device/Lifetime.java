package ringproof.device;

import ringproof.wire.Limits;

/// How worn a storage is, as eMMC and UFS tell it. Spec 5.2.6.
///
/// `slcWear` and `mlcWear` are tenths of the lifetime that have begun, 1 to 10; 11: exceeded; 0: undefined. Reserved
/// values throw [IllegalArgumentException]: a device must not send them (5.2.6.2).
public record Lifetime(Reserve reserve, int slcWear, int mlcWear) {
    /// How many of the blocks that stand in for worn ones are used up: `pre_eol_info`.
    public enum Reserve {
        UNDEFINED(0),
        /// Less than 80 %.
        NORMAL(1),
        /// 80 % and more.
        WARNING(2),
        /// 90 % and more.
        URGENT(3);

        private final int code;

        Reserve(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    public Lifetime {
        if (slcWear < 0 || slcWear > Limits.MAX_LIFETIME_EST || mlcWear < 0 || mlcWear > Limits.MAX_LIFETIME_EST) {
            throw new IllegalArgumentException("wear is 0 to " + Limits.MAX_LIFETIME_EST);
        }
    }
}
