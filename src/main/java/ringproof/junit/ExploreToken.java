package ringproof.junit;

import ringproof.check.Counterexample;
import ringproof.check.Failure;
import ringproof.check.MemoryModel;
import ringproof.check.Schedule;

/// A finding in one line: `RX1:<class>#<method>.<model>:<kind of failure><digest of its sentence>:<schedule>:<checksum>`.
record ExploreToken(String method, MemoryModel model, Counterexample counterexample) {
    /// The configuration parameter or system property that a token is given in.
    static final String PROPERTY = "ringproof.explore";
    private static final String VERSION = "RX1";

    static ExploreToken of(String method, MemoryModel model, Failure failure, Schedule schedule) {
        return new ExploreToken(method, model,
                Counterexample.of(VERSION, method + "." + model.name(), failure, schedule));
    }

    /// Throws [IllegalArgumentException] with one sentence for a text that is no token of this version.
    static ExploreToken parse(String text) {
        Counterexample counterexample = Counterexample.parse(VERSION, text);
        String subject = counterexample.subject();
        int dot = subject.lastIndexOf('.');
        for (MemoryModel model : MemoryModel.values()) {
            if (dot > 0 && model.name().equals(subject.substring(dot + 1))) {
                return new ExploreToken(subject.substring(0, dot), model, counterexample);
            }
        }
        throw new IllegalArgumentException("the token names no memory model that this program knows");
    }

    @Override
    public String toString() {
        return counterexample.toString();
    }
}
