package ringproof.conformance;

import ringproof.machine.Digest;
import ringproof.machine.Digestible;

/// Stands for a request on the driver's side.
record Token(int number) implements Digestible {
    @Override
    public void digest(Digest digest) {
        digest.add(number);
    }
}
