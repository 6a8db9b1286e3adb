package ringproof.disk;

import java.util.List;
import ringproof.device.Backend;

/// A disk that tells what each of its sectors could hold if the power failed now. Sectors survive one by one: so these are all states that the
/// disk could be found in.
interface PowerLoss {
    Backend backend();

    /// The contents of a sector that are possible then.
    List<byte[]> contentsOf(int sector);

    /// Something that the disk may do of its own accord at any time.
    void settle(int sectors);
}
