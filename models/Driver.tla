------------------------------- MODULE Driver -------------------------------
(* The driver: jobs that submit, poll and wait, and the interrupt handler.   *)
(* One action is one access to shared memory, with what the process does on  *)
(* its own until the next. An action that is a barrier's carries its name.   *)
(* Code: ringproof.driver.HardwareQueue and GuardedQueue,                    *)
(* ringproof.queue.SplitDriverQueue and PackedDriverQueue.                   *)
EXTENDS State, Suppression, Policies

CONSTANTS
    Jobs,       \* by job: its requests in order, each "H" (HIPRI) or "L"
    Poller      \* "none", "stays", "leaves" for good and untold, or "yields"

JobNames == DOMAIN Jobs
Requests == UNION {{<<j, n>> : n \in DOMAIN Jobs[j]} : j \in JobNames}
Hipri(r) == Jobs[r[1]][r[2]] = "H"
RequestsOf(j) == {r \in Requests : r[1] = j}
Polled(r) == Hipri(r) /\ Poller # "none"
Done(r) == completed[r] > 0

rest == <<order, submitted, announced, gone, completed, device>>
Idle == [verb |-> "none", then |-> "none", after |-> "none"]

Goes(p, from, to) == at[p] = from /\ at' = [at EXCEPT ![p] = to]
\* The holder of the lock goes on: first it disables callbacks, if it must.
DisableThen(p, must, then) ==
    IF must /\ wanted
    THEN at' = [at EXCEPT ![p] = "disableCallback"] /\ section' = [section EXCEPT !.then = then]
    ELSE at' = [at EXCEPT ![p] = then] /\ UNCHANGED section

Enter(p, from, verb, to, after) ==
    /\ Goes(p, from, to)
    /\ Take(p, "lock", 0, 1)
    /\ section' = [verb |-> verb, then |-> "none", after |-> after]

unlock(p) ==
    /\ Goes(p, "unlock", section.after)
    /\ Store(p, "lock", 0)
    /\ section' = Idle
    /\ UNCHANGED <<policy, wanted, rest>>

-----------------------------------------------------------------------------
(* A job.                                                                    *)

AfterSubmitting(j) == IF \E r \in RequestsOf(j) : Polled(r)
                      THEN IF CountsPollers /\ j \notin announced THEN "pollBegin" ELSE "poll"
                      ELSE "await"

queueRq(j) ==
    /\ submitted[j] < Len(Jobs[j])
    /\ Enter(j, "run", "queueRq", "beforeAdd", "run")
    /\ UNCHANGED <<policy, wanted, rest>>

Submitted(j) ==
    /\ submitted[j] = Len(Jobs[j])
    /\ Goes(j, "run", AfterSubmitting(j))
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

\* Before it has submitted a job may announce itself, or else does so after.
pollBegin(j) ==
    /\ CountsPollers /\ j \notin announced /\ \E r \in RequestsOf(j) : Polled(r)
    /\ \/ submitted[j] = 0 /\ Enter(j, "run", "pollBegin", "pollBegins", "run")
       \/ Enter(j, "pollBegin", "pollBegin", "pollBegins", "poll")
    /\ announced' = announced \union {j}
    /\ UNCHANGED <<policy, wanted, order, submitted, gone, completed, device>>

pollBegins(j) ==
    /\ at[j] = "pollBegins"
    /\ LET s == PollBegun(policy)
           off == DisablesForPoller(s)
       IN  /\ policy' = [s EXCEPT !.enabled = @ /\ ~off]
           /\ DisableThen(j, off, "unlock")
    /\ MemoryUnchanged
    /\ UNCHANGED <<wanted, rest>>

PolledDone(j) == \A r \in RequestsOf(j) : Polled(r) => Done(r)

\* Looks without the lock.
poll(j) ==
    /\ ~PolledDone(j)
    /\ Load(j, "used") # Load(j, "lastUsed")
    /\ Goes(j, "poll", "complete")
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

\* Satisfied; or, while it is not, it goes to sleep or comes back at once.
pollEnd(j) ==
    /\ CountsPollers
    /\ \E after \in (IF PolledDone(j) THEN {"await"}
                     ELSE IF Poller = "yields" THEN {"asleep", "pollBegin"} ELSE {}) :
          Enter(j, "poll", "pollEnd", "pollEnds", after)
    /\ announced' = announced \ {j}
    /\ UNCHANGED <<policy, wanted, order, submitted, gone, completed, device>>

pollEnds(j) ==
    /\ LET s == PollEnded(policy)
           on == EnablesForLeave(s)
       IN  /\ policy' = [s EXCEPT !.enabled = @ \/ on]
           /\ Goes(j, "pollEnds", IF on THEN "enableCallback" ELSE "unlock")
           /\ section' = [section EXCEPT !.then = "unlock"]
    /\ MemoryUnchanged
    /\ UNCHANGED <<wanted, rest>>

\* Where nobody counts pollers there is nobody to tell.
StopPolling(j) ==
    /\ ~CountsPollers
    /\ \/ PolledDone(j) /\ Goes(j, "poll", "await")
       \/ ~PolledDone(j) /\ Poller = "yields" /\ Goes(j, "poll", "asleep")
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

Leave(j) ==
    /\ Poller = "leaves" /\ ~PolledDone(j)
    /\ Goes(j, "poll", "await")
    /\ gone' = gone \union {j}
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, order, submitted, announced, completed, device>>

await(j) ==
    /\ \/ at[j] = "await" /\ \A r \in RequestsOf(j) : Polled(r) \/ Done(r)
       \/ at[j] = "asleep" /\ \A r \in RequestsOf(j) : Done(r)
    /\ at' = [at EXCEPT ![j] = "end"]
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

-----------------------------------------------------------------------------
(* Adding, with the lock held.                                               *)

Next1(j) == <<j, submitted[j] + 1>>

beforeAdd(j) ==
    /\ at[j] = "beforeAdd"
    /\ IF EnablesBeforeAdd(policy, Hipri(Next1(j)))
       THEN /\ Goes(j, "beforeAdd", "enableCallback")
            /\ section' = [section EXCEPT !.then = "add"]
            /\ policy' = [policy EXCEPT !.enabled = TRUE]
       ELSE /\ DisableThen(j, DisablesBeforeAdd(policy), "add")
            /\ policy' = [policy EXCEPT !.enabled = @ /\ Policy # "poll-only"]
    /\ MemoryUnchanged
    /\ UNCHANGED <<wanted, rest>>

PUBLISH_AVAILABLE(j) ==
    /\ at[j] = "add"
    /\ LET hipri == Hipri(Next1(j))
           s == Added(policy, hipri)
           off == DisablesAfterAdd(s, hipri)
       IN  /\ policy' = [s EXCEPT !.enabled = @ /\ ~off]
           /\ DisableThen(j, off, "kickPrepare")
    /\ order' = Append(order, Next1(j))
    /\ submitted' = [submitted EXCEPT ![j] = @ + 1]
    /\ Store(j, "avail", First + Len(order) + 1)
    /\ UNCHANGED <<wanted, announced, gone, completed, device>>

\* kickPrepare: fence, then whether the device wants to know.
KICK_CHECK(j) ==
    /\ Goes(j, "kickPrepare", "unlock")
    /\ Fence(j, "KICK_CHECK")
    /\ section' = [section EXCEPT !.after =
            IF Wants(Load(j, "deviceEvent"), First + Len(order) - 1) THEN "kick" ELSE @]
    /\ MemoryUnchanged
    /\ UNCHANGED <<policy, wanted, rest>>

kick(j) ==
    /\ Goes(j, "kick", "run")
    /\ Store(j, "kick", 1)
    /\ UNCHANGED <<section, policy, wanted, rest>>

-----------------------------------------------------------------------------
(* The suppression word of the driver, with the lock held.                   *)

disableCallback(p) ==
    /\ Goes(p, "disableCallback", section.then)
    /\ wanted' = FALSE
    /\ IF CallbackIsSilent \/ (RemembersCallback /\ Load(p, "eventTriggered") = 1)
       THEN MemoryUnchanged
       ELSE Store(p, "driverEvent", Off)
    /\ UNCHANGED <<section, policy, rest>>

Forgets(p) == RemembersCallback /\ Load(p, "eventTriggered") = 1

forgetEventTriggered(p) ==
    /\ Goes(p, "enableCallback", "enableCallback")
    /\ Forgets(p)
    /\ Store(p, "eventTriggered", 0)
    /\ UNCHANGED <<section, policy, wanted, rest>>

enableCallback(p) ==
    /\ ~Forgets(p)
    /\ Goes(p, "enableCallback", "lookAgain")
    /\ wanted' = TRUE
    /\ IF wanted /\ ~HasEventIdx
       THEN MemoryUnchanged
       ELSE Store(p, "driverEvent", Enabled(Load(p, "lastUsed")))
    /\ UNCHANGED <<section, policy, rest>>

\* Fence, then once more whether a buffer has been used.
USED_RECHECK(p) ==
    /\ Fence(p, "USED_RECHECK")
    /\ LET used == /\ "look after enableCallback" \notin Without
                   /\ Load(p, "used") # Load(p, "lastUsed")
           ignored == section.then = "add" /\ ~HonoursEnable
       IN  Goes(p, "lookAgain", IF used /\ ~ignored THEN "drain" ELSE section.then)
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

-----------------------------------------------------------------------------
(* Completing: a poller or the interrupt handler.                            *)

complete(p) ==
    /\ Enter(p, "complete", "complete", "drain", IF p = "interrupt" THEN "idle" ELSE "poll")
    /\ UNCHANGED <<policy, wanted, rest>>

drainBegins(p) ==
    /\ at[p] = "drain"
    /\ DisableThen(p, DisablesForDrain(policy), "takeUsed")
    /\ MemoryUnchanged
    /\ UNCHANGED <<policy, wanted, rest>>

\* takeUsed, where there is one.
SEE_USED(p) ==
    LET last == Load(p, "lastUsed") IN
    /\ Load(p, "used") # last
    /\ Goes(p, "takeUsed", IF wanted /\ HasEventIdx THEN "advance" ELSE "takeUsed")
    /\ policy' = Taken(policy, Hipri(order[last - First + 1]))
    /\ Store(p, "lastUsed", last + 1)
    /\ UNCHANGED <<section, wanted, rest>>

advanceUsedEvent(p) ==
    /\ Goes(p, "advance", "advanced")
    /\ Store(p, "driverEvent", Load(p, "lastUsed"))
    /\ UNCHANGED <<section, policy, wanted, rest>>

USED_EVENT_ADVANCE(p) ==
    /\ Goes(p, "advanced", "takeUsed")
    /\ Fence(p, "USED_EVENT_ADVANCE")
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

Completes(r, last) == ~Done(r) /\ \E i \in 1 .. last - First : order[i] = r

\* takeUsed, where there is none: what was taken is completed.
drainEnds(p) ==
    LET last == Load(p, "lastUsed")
        then == IF section.verb = "queueRq" THEN "beforeAdd" ELSE "unlock"
        s == DrainEnded(policy)
    IN
    /\ Load(p, "used") = last
    /\ Goes(p, "takeUsed", IF EnablesAfterDrain(s) THEN "enableCallback" ELSE then)
    /\ section' = [section EXCEPT !.then = then]
    /\ policy' = s
    /\ completed' = [r \in Requests |-> completed[r] + (IF Completes(r, last) THEN 1 ELSE 0)]
    /\ MemoryUnchanged
    /\ UNCHANGED <<wanted, order, submitted, announced, gone, device>>

-----------------------------------------------------------------------------
(* The interrupt handler.                                                    *)

interrupt ==
    /\ Goes("interrupt", "idle", "callbackArrived")
    /\ Take("interrupt", "callback", 1, 0)
    /\ UNCHANGED <<section, policy, wanted, rest>>

callbackArrived ==
    /\ LET more == Load("interrupt", "used") # Load("interrupt", "lastUsed") IN
       Goes("interrupt", "callbackArrived",
            IF ~more THEN "idle" ELSE IF RemembersCallback THEN "triggered" ELSE "complete")
    /\ MemoryUnchanged
    /\ UNCHANGED <<section, policy, wanted, rest>>

eventTriggered ==
    /\ Goes("interrupt", "triggered", "complete")
    /\ Store("interrupt", "eventTriggered", 1)
    /\ UNCHANGED <<section, policy, wanted, rest>>

-----------------------------------------------------------------------------
Completing(p) == \/ disableCallback(p) \/ forgetEventTriggered(p) \/ enableCallback(p) \/ USED_RECHECK(p)
              \/ drainBegins(p) \/ SEE_USED(p) \/ advanceUsedEvent(p) \/ USED_EVENT_ADVANCE(p)
              \/ drainEnds(p) \/ unlock(p) \/ complete(p)
Job(j) == \/ queueRq(j) \/ pollBegin(j) \/ pollEnd(j) \/ Submitted(j) \/ pollBegins(j) \/ poll(j) \/ pollEnds(j) \/ StopPolling(j)
          \/ await(j) \/ beforeAdd(j) \/ PUBLISH_AVAILABLE(j) \/ KICK_CHECK(j) \/ kick(j)
Handler == interrupt \/ callbackArrived \/ eventTriggered
=============================================================================
