package ringproof.bench;

/// How large the benchmark program is: the one place, also for the TLA+ and Promela models.
///
/// @param producers each with a ring of its own, all with the same consumer
/// @param items     made by each producer
/// @param slots     of each ring
public record RingSize(int producers, int items, int slots) {
    /// What is measured: about half a million states under SC.
    public static final RingSize STANDARD = new RingSize(2, 6, 2);

    /// What producer `producer` puts into its ring as number `item`; never 0.
    int value(int producer, int item) {
        return producer * items + item + 1;
    }
}
