package ringproof.driver;

import ringproof.wire.BlkStatus;

/// Hears of each completed request. Linux: blk_mq_complete_request.
@FunctionalInterface
public interface CompletionListener {
    CompletionListener NONE = (request, status) -> {
    };

    /// Called with the queue's lock held: neither wait nor submit here.
    void completed(Request request, BlkStatus status);
}
