------------------------------ MODULE Policies ------------------------------
(* When used buffer notifications are on: the family ringproof.driver.policy *)
(* as functions of what the lock of a queue guards. "poll-only" is the queue *)
(* for HIPRI requests of poll-queues; its other queue is "interrupt".        *)
EXTENDS Integers

CONSTANT Policy

PolicyNames == {"interrupt", "no-suppression", "toggle-v1", "toggle-keep-irq-ignore",
                "toggle-keep-irq", "toggle", "poll-only"}
KeepsIrq == Policy \in {"toggle-keep-irq-ignore", "toggle-keep-irq"}
CountsPollers == Policy = "toggle"
\* Whether it drains what enabling reports before it adds.
HonoursEnable == Policy \notin {"toggle-v1", "toggle-keep-irq-ignore"}

PolicyStates == [lopri : Nat, hipri : Nat, pollers : Nat, enabled : BOOLEAN, lastHipriDone : BOOLEAN]
PolicyStart == [lopri |-> 0, hipri |-> 0, pollers |-> 0, enabled |-> TRUE, lastHipriDone |-> FALSE]

OnlyPolled(s) == s.hipri > 0 /\ s.lopri = 0 /\ s.pollers > 0

EnablesBeforeAdd(s, hipri) ==
    /\ ~s.enabled
    /\ CASE Policy = "toggle-v1" -> ~hipri /\ s.lopri = 0 /\ s.hipri = 0
         [] KeepsIrq -> ~hipri
         [] CountsPollers -> ~(hipri /\ s.pollers > 0)
         [] OTHER -> FALSE
DisablesBeforeAdd(s) == Policy = "poll-only" /\ s.enabled

Added(s, hipri) == IF hipri THEN [s EXCEPT !.hipri = @ + 1] ELSE [s EXCEPT !.lopri = @ + 1]
\* Asked after the request was counted.
DisablesAfterAdd(s, hipri) ==
    /\ s.enabled
    /\ CASE Policy = "toggle-v1" -> hipri /\ s.hipri = 1
         [] KeepsIrq -> hipri /\ s.lopri = 0
         [] CountsPollers -> OnlyPolled(s)
         [] OTHER -> FALSE

DisablesForDrain(s) == Policy = "interrupt" \/ (Policy \notin {"no-suppression", "poll-only"} /\ s.enabled)

Taken(s, hipri) ==
    IF hipri
    THEN [s EXCEPT !.hipri = @ - 1, !.lastHipriDone = @ \/ (Policy = "toggle-v1" /\ s.hipri = 1)]
    ELSE [s EXCEPT !.lopri = @ - 1]

DrainEnded(s) ==
    [s EXCEPT !.lastHipriDone = FALSE,
              !.enabled = CASE Policy = "toggle-v1" -> @ \/ (s.lastHipriDone /\ s.lopri > 0)
                            [] KeepsIrq -> IF s.lopri > 0 THEN TRUE ELSE IF s.hipri > 0 THEN FALSE ELSE @
                            [] CountsPollers -> IF OnlyPolled(s) THEN FALSE
                                                ELSE IF s.lopri + s.hipri > 0 THEN TRUE ELSE @
                            [] OTHER -> @]
\* Asked of the state that DrainEnded returns.
EnablesAfterDrain(s) == Policy \notin {"no-suppression", "poll-only"} /\ s.enabled

PollBegun(s) == [s EXCEPT !.pollers = @ + 1]
DisablesForPoller(s) == s.enabled /\ OnlyPolled(s)
PollEnded(s) == [s EXCEPT !.pollers = @ - 1]
EnablesForLeave(s) == ~s.enabled /\ s.pollers = 0 /\ s.hipri > 0
=============================================================================
