package ringproof.check;

/// How agents are made: on the JDK's continuations, or on threads where those cannot be used.
public enum CoroutineKind {
    CONTINUATION, THREAD
}
