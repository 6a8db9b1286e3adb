package ringproof.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a long exploration does now and then: tells how far it has come, and saves itself.
///
/// @param every      how often
/// @param onProgress hears how far the exploration has come
/// @param checkpoint file that it is saved to, or null. Written to a file beside it first, so that there always is a whole one.
/// @param resume     go on from that file instead of beginning anew
/// @param program    names the program, so that no other one goes on from its checkpoint
public record Monitor(Duration every, Consumer<Progress> onProgress, @Nullable Path checkpoint, boolean resume,
        String program) {

    /// How far an exploration has come.
    ///
    /// @param states   distinct states so far
    /// @param steps    transitions so far
    /// @param depth    length of the longest path so far
    /// @param open     states with transitions that are still to be explored
    /// @param elapsed  since the beginning, pauses between two runs not counted
    /// @param fraction of the whole that is done, estimated: of the states that random walks have met, those that had been visited; 0 where
    ///                 nothing can be said
    public record Progress(long states, long steps, int depth, long open, Duration elapsed, double fraction) {
        /// Estimated number of states of the whole, or 0.
        public long estimatedStates() {
            return fraction <= 0 ? 0 : Math.round(states / fraction);
        }
    }
}
