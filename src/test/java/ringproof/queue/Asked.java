package ringproof.queue;

/// Which entries or descriptors one side wants to be told of. `place` counts only with `AT`.
record Asked(How how, int place) {
    enum How {
        ALL, NONE, AT
    }

    static final Asked ALL = new Asked(How.ALL, 0);
    static final Asked NONE = new Asked(How.NONE, 0);

    static Asked at(int place) {
        return new Asked(How.AT, place);
    }

    boolean asksFor(int other) {
        return how == How.ALL || (how == How.AT && place == other);
    }
}
