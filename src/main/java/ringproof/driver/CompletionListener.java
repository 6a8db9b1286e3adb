package ringproof.driver;

/// Hears of each request that ends. Linux: blk_mq_complete_request.
@FunctionalInterface
public interface CompletionListener {
    CompletionListener NONE = (request, outcome) -> {
    };

    /// Called with the queue's lock held: neither wait nor submit here.
    void completed(Request request, Outcome outcome);
}
