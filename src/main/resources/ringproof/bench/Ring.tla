-------------------------------- MODULE Ring --------------------------------
(* Bounded rings that hand items from producers to one consumer, with a      *)
(* suppression word in each direction: the program of ringproof.bench.       *)
(*                                                                           *)
(* The same as there: the shared words; sequential consistency; one action   *)
(* for each ordered load, store, wait and signal; what is checked: every     *)
(* item is the next one, all arrive, and nobody sleeps for ever (TLC's       *)
(* deadlock check).                                                          *)
(* Not the same: a slot is accessed in the action of the index beside it.    *)
(* The explorer does not interleave slots either, but proves that no two     *)
(* agents meet at one. Fences do nothing here and are left out.              *)
EXTENDS Naturals

CONSTANTS
    Producers,  \* each with a ring of its own
    Items,      \* of each producer
    Slots,      \* of each ring
    Recheck     \* FALSE: the consumer sleeps without looking again, a bug

VARIABLES
    \* Shared words and events. By ring, but for those of the consumer.
    published, taken, wantSpace, slot, wantItems, space, items,
    \* Where each producer stands. How many items it has made is published.
    producer,
    \* Where the consumer stands, and at which ring. How many items it has
    \* taken of each is its own: it may be ahead of the word it publishes.
    consumer, at, own

vars == <<published, taken, wantSpace, slot, wantItems, space, items,
          producer, consumer, at, own>>
atProducer == <<taken, wantItems, consumer, at, own>>
atConsumer == <<published, wantSpace, slot, producer>>

Rings == 0 .. Producers - 1
Value(r, n) == r * Items + n + 1

Init ==
    /\ published = [r \in Rings |-> 0]
    /\ taken = [r \in Rings |-> 0]
    /\ wantSpace = [r \in Rings |-> FALSE]
    /\ slot = [r \in Rings |-> [s \in 0 .. Slots - 1 |-> 0]]
    /\ wantItems = FALSE
    /\ space = [r \in Rings |-> FALSE]
    /\ items = FALSE
    /\ producer = [r \in Rings |-> "look"]
    /\ consumer = "drain"
    /\ at = 0
    /\ own = [r \in Rings |-> 0]

-----------------------------------------------------------------------------
Goes(r, from, to) == producer[r] = from /\ producer' = [producer EXCEPT ![r] = to]
Full(r) == published[r] - taken[r] = Slots
Next1(r) == IF published[r] = Items THEN "done" ELSE "look"

Look(r) ==
    /\ Goes(r, "look", IF Full(r) THEN "want" ELSE "publish")
    /\ UNCHANGED <<atProducer, published, wantSpace, slot, space, items>>

Want(r) ==
    /\ Goes(r, "want", "recheck")
    /\ wantSpace' = [wantSpace EXCEPT ![r] = TRUE]
    /\ UNCHANGED <<atProducer, published, slot, space, items>>

LookAgain(r) ==
    /\ Goes(r, "recheck", IF Full(r) THEN "sleep" ELSE "unwant")
    /\ UNCHANGED <<atProducer, published, wantSpace, slot, space, items>>

Sleep(r) ==
    /\ Goes(r, "sleep", "unwant")
    /\ space[r]
    /\ space' = [space EXCEPT ![r] = FALSE]
    /\ UNCHANGED <<atProducer, published, wantSpace, slot, items>>

Unwant(r) ==
    /\ Goes(r, "unwant", "look")
    /\ wantSpace' = [wantSpace EXCEPT ![r] = FALSE]
    /\ UNCHANGED <<atProducer, published, slot, space, items>>

Publish(r) ==
    /\ Goes(r, "publish", "check")
    /\ slot' = [slot EXCEPT ![r][published[r] % Slots] = Value(r, published[r])]
    /\ published' = [published EXCEPT ![r] = @ + 1]
    /\ UNCHANGED <<atProducer, wantSpace, space, items>>

Check(r) ==
    /\ Goes(r, "check", IF wantItems THEN "signal" ELSE Next1(r))
    /\ UNCHANGED <<atProducer, published, wantSpace, slot, space, items>>

Signal(r) ==
    /\ Goes(r, "signal", Next1(r))
    /\ items' = TRUE
    /\ UNCHANGED <<atProducer, published, wantSpace, slot, space>>

-----------------------------------------------------------------------------
GoesOn(from, to) == consumer = from /\ consumer' = to
Empty == published[at] = own[at]
Last == at = Producers - 1
Behind == IF Last THEN 0 ELSE at + 1

Drain ==
    /\ GoesOn("drain", IF ~Empty THEN "publish"
                       ELSE IF ~Last THEN "drain"
                       ELSE IF \A r \in Rings : own[r] = Items THEN "done"
                       ELSE "want")
    /\ at' = IF Empty THEN Behind ELSE at
    /\ own' = IF Empty THEN own ELSE [own EXCEPT ![at] = @ + 1]
    /\ UNCHANGED <<atConsumer, taken, wantItems, space, items>>

PublishTaken ==
    /\ GoesOn("publish", "check")
    /\ taken' = [taken EXCEPT ![at] = own[at]]
    /\ UNCHANGED <<atConsumer, wantItems, space, items, at, own>>

CheckSpace ==
    /\ GoesOn("check", IF wantSpace[at] THEN "signal" ELSE "drain")
    /\ UNCHANGED <<atConsumer, taken, wantItems, space, items, at, own>>

SignalSpace ==
    /\ GoesOn("signal", "drain")
    /\ space' = [space EXCEPT ![at] = TRUE]
    /\ UNCHANGED <<atConsumer, taken, wantItems, items, at, own>>

WantItems ==
    /\ GoesOn("want", IF Recheck THEN "recheck" ELSE "sleep")
    /\ wantItems' = TRUE
    /\ UNCHANGED <<atConsumer, taken, space, items, at, own>>

RecheckItems ==
    /\ GoesOn("recheck", IF ~Empty THEN "unwant" ELSE IF Last THEN "sleep" ELSE "recheck")
    /\ at' = IF Empty THEN Behind ELSE 0
    /\ UNCHANGED <<atConsumer, taken, wantItems, space, items, own>>

SleepEmpty ==
    /\ GoesOn("sleep", "unwant")
    /\ items
    /\ items' = FALSE
    /\ UNCHANGED <<atConsumer, taken, wantItems, space, at, own>>

UnwantItems ==
    /\ GoesOn("unwant", "drain")
    /\ wantItems' = FALSE
    /\ UNCHANGED <<atConsumer, taken, space, items, at, own>>

-----------------------------------------------------------------------------
AllDone == consumer = "done" /\ \A r \in Rings : producer[r] = "done"

Next ==
    \/ \E r \in Rings :
        \/ Look(r) \/ Want(r) \/ LookAgain(r) \/ Sleep(r)
        \/ Unwant(r) \/ Publish(r) \/ Check(r) \/ Signal(r)
    \/ Drain \/ PublishTaken \/ CheckSpace \/ SignalSpace
    \/ WantItems \/ RecheckItems \/ SleepEmpty \/ UnwantItems
    \/ AllDone /\ UNCHANGED vars

Spec == Init /\ [][Next]_vars

\* Whoever sees an item published finds it in its slot.
InOrder == \A r \in Rings :
    own[r] < published[r] => slot[r][own[r] % Slots] = Value(r, own[r])

AllArrive == AllDone => \A r \in Rings : taken[r] = Items
=============================================================================
