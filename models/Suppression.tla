----------------------------- MODULE Suppression ----------------------------
(* What a suppression word says, on each kind of ring. The driver has one    *)
(* that the device reads (used buffer notifications), the device one that    *)
(* the driver reads (available buffer notifications).                        *)
(*                                                                           *)
(* With flags a word says on or off. With EVENT_IDX it is the index of the   *)
(* one buffer to tell of. Indices begin at 1 and never wrap here; 0 is far   *)
(* away, as the disabling of today writes it on the split ring. That the     *)
(* real ones wrap is the explorer's affair.                                  *)
(* VIRTIO 2.7.7, 2.7.10, 2.8.10.                                             *)
EXTENDS Integers

CONSTANT Ring   \* the key of a ringproof.suite.RingProfile

Rings == {"split-flags", "split-event2021", "split-eventnow", "packed-flags", "packed-event"}

On == -1
Off == 0
First == 1

HasEventIdx == Ring \in {"split-event2021", "split-eventnow", "packed-event"}

\* Whether somebody who enables or takes writes the word anew each time.
Enabled(idx) == IF HasEventIdx THEN idx ELSE On

\* Disabling as it was in 2021 leaves the word alone.
CallbackIsSilent == Ring = "split-event2021"
\* Today it remembers that a notification has come: the device will not send
\* another until it is asked, so the word need not be written.
RemembersCallback == Ring \in {"split-eventnow", "packed-event"}
\* On the split ring with EVENT_IDX the device lets its word fall behind.
KickIsSilent == Ring \in {"split-event2021", "split-eventnow"}

\* Whether the buffer at `idx` is to be told of.
Wants(word, idx) == word = On \/ word = idx
=============================================================================
