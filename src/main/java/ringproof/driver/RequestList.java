package ringproof.driver;

import org.jspecify.annotations.Nullable;
import ringproof.machine.Digest;
import ringproof.machine.Digestible;

/// Requests in order; each is in one list at most. Linux: struct list_head. Not thread-safe.
final class RequestList implements Digestible {
    private @Nullable Request first;
    private @Nullable Request last;

    boolean isEmpty() {
        return first == null;
    }

    @Nullable
    Request first() {
        return first;
    }

    void addLast(Request request) {
        request.enter(this, last, null);
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
    }

    void addFirst(Request request) {
        request.enter(this, null, first);
        if (first == null) {
            last = request;
        } else {
            first.previous = request;
        }
        first = request;
    }

    void remove(Request request) {
        Request before = request.previous;
        Request after = request.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        request.leave(this);
    }

    @Override
    public void digest(Digest digest) {
        for (Request request = first; request != null; request = request.next) {
            digest.add(request);
        }
    }
}
