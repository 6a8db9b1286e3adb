------------------------------- MODULE Memory -------------------------------
(* Shared words, sequentially consistent or with the store buffers of x86.   *)
(* A lock and an event are words too: a store frees or signals, and becomes  *)
(* visible after all earlier ones of its process; taking one waits until the *)
(* own buffer is empty, as a locked instruction does.                        *)
EXTENDS Integers, Sequences

CONSTANTS
    Model,      \* "sc" or "tso"
    Processes,
    Without     \* barriers and looks that are left out, by name

VARIABLES
    mem,        \* by word: what all see
    buffer      \* by process: stores that only it sees, oldest first

Drained(p) == buffer[p] = <<>>

Load(p, word) ==
    LET own == {i \in DOMAIN buffer[p] : buffer[p][i].word = word}
    IN  IF own = {} THEN mem[word]
        ELSE buffer[p][CHOOSE i \in own : \A j \in own : j <= i].value

Store(p, word, value) ==
    IF Model = "tso"
    THEN /\ buffer' = [buffer EXCEPT ![p] = Append(@, [word |-> word, value |-> value])]
         /\ UNCHANGED mem
    ELSE /\ mem' = [mem EXCEPT ![word] = value]
         /\ UNCHANGED buffer

\* A full barrier of ringproof.machine.Barrier.
Fence(p, barrier) == barrier \in Without \/ Drained(p)

\* Takes a lock that is free, or an event that was signalled.
Take(p, word, from, to) ==
    /\ Drained(p)
    /\ mem[word] = from
    /\ mem' = [mem EXCEPT ![word] = to]
    /\ UNCHANGED buffer

MemoryUnchanged == UNCHANGED <<mem, buffer>>

\* The oldest store of a process becomes visible to all.
Visible(p) ==
    /\ ~Drained(p)
    /\ mem' = [mem EXCEPT ![Head(buffer[p]).word] = Head(buffer[p]).value]
    /\ buffer' = [buffer EXCEPT ![p] = Tail(@)]
=============================================================================
