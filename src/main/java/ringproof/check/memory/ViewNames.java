package ringproof.check.memory;

import ringproof.machine.Digest;

/// Names views by what they allow in one state: the order of first use of the words does not matter, nor do the numbers in which time is
/// counted, nor words of which only one value can be read.
public final class ViewNames {
    private final History[] histories;
    private final int agentCount;
    private final VolatileOrder volatiles;
    private final long[][] clocks;
    private final int[] liveClocks;
    private final int[] liveLocations;
    private int clockCount;
    private int locationCount;

    ViewNames(History[] histories, PlainAccesses plain, VolatileOrder volatiles, int agentCount) {
        this.histories = histories;
        this.volatiles = volatiles;
        this.agentCount = agentCount;
        clocks = plain.clocks(agentCount);
        liveClocks = new int[clocks.length];
        liveLocations = new int[histories.length];
        for (int i = 0; i < clocks.length; i++) {
            if (clocks[i].length > 0) {
                liveClocks[clockCount++] = i;
            }
        }
        for (int i = 0; i < histories.length; i++) {
            if (histories[i].messages().length > 1) {
                liveLocations[locationCount++] = i;
            }
        }
    }

    /// The clocks that still matter, see [PlainAccesses#clocks(int)].
    long[][] clocks() {
        return clocks;
    }

    long of(long[] view) {
        long hash = volatiles.hash(agentCount, view);
        for (int k = 0; k < clockCount; k++) {
            int i = liveClocks[k];
            int rank = PlainAccesses.rank(clocks[i], View.at(view, i));
            hash += rank == 0 ? 0 : Digest.mix(-i - 1L, rank);
        }
        for (int k = 0; k < locationCount; k++) {
            History history = histories[liveLocations[k]];
            int rank = history.rank(View.at(view, View.location(agentCount, liveLocations[k])));
            hash += rank <= 1 ? 0 : Digest.mix(history.addr() + 1L, rank);
        }
        return hash;
    }

    /// 0 for a word of which only one value can be read, and nothing with it. What comes before the oldest message no longer matters.
    long of(History history) {
        History.Message[] messages = history.messages();
        long hash = ofReleased(messages[0]);
        if (messages.length > 1) {
            hash = Digest.mix(hash, messages[0].value());
        }
        for (int i = 1; i < messages.length; i++) {
            hash = Digest.mix(hash, messages[i].value());
            hash = Digest.mix(hash, 2L * messages[i].writer() + (messages[i].by() == History.By.EXCHANGE ? 1 : 0));
            hash = Digest.mix(hash, ofReleased(messages[i]));
        }
        return hash == 0 ? 0 : Digest.mix(history.addr(), hash);
    }

    private long ofReleased(History.Message message) {
        long hash = of(message.released());
        return message.volatiles().length == 0 ? hash
                : Digest.mix(message.isVolatile() ? ~hash : hash, of(message.volatiles()));
    }

    /// What is decided of the order of volatile accesses.
    long ofVolatiles() {
        return volatiles.hash(histories, agentCount);
    }
}
