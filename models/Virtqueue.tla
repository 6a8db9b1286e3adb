------------------------------ MODULE Virtqueue -----------------------------
(* One virtqueue with both its sides, and what must hold of it.              *)
EXTENDS Driver, Device

CONSTANT DevicePolls    \* whether the device may poll for ever: then nothing
                        \* it to rest

\* What cfg files name as Jobs: by job, its requests.
L == [job1 |-> <<"L">>]
LL == [job1 |-> <<"L", "L">>]
LLL == [job1 |-> <<"L", "L", "L">>]
L_L == [job1 |-> <<"L">>, job2 |-> <<"L">>]
H == [job1 |-> <<"H">>]
HH == [job1 |-> <<"H", "H">>]
HL == [job1 |-> <<"H", "L">>]
LH == [job1 |-> <<"L", "H">>]
H_L == [job1 |-> <<"H">>, job2 |-> <<"L">>]
H_H == [job1 |-> <<"H">>, job2 |-> <<"H">>]
HHL == [job1 |-> <<"H", "H", "L">>]
HL_L == [job1 |-> <<"H", "L">>, job2 |-> <<"L">>]
HHLL == [job1 |-> <<"H", "H", "L", "L">>]

DriverProcesses == JobNames \union {"interrupt"}
AllProcesses == DriverProcesses \union {"device"}

Init ==
    /\ mem = [avail |-> First, used |-> First, lastUsed |-> First, eventTriggered |-> 0,
              driverEvent |-> Enabled(First), deviceEvent |-> Enabled(First),
              lock |-> 0, kick |-> 0, callback |-> 0]
    /\ buffer = [p \in Processes |-> <<>>]
    /\ at = [p \in DriverProcesses |-> IF p = "interrupt" THEN "idle" ELSE "run"]
    /\ section = Idle
    /\ policy = PolicyStart
    /\ wanted = TRUE
    /\ order = <<>>
    /\ submitted = [j \in JobNames |-> 0]
    /\ announced = {}
    /\ gone = {}
    /\ completed = [r \in Requests |-> 0]
    /\ serving = "idle"
    /\ lastAvail = First
    /\ kickWanted = TRUE

BecomesVisible(p) == Visible(p) /\ UNCHANGED <<driver, device>>
DriverStep(p) == Completing(p) \/ (IF p = "interrupt" THEN Handler ELSE Job(p))

Next ==
    \/ \E p \in DriverProcesses : Completing(p)
    \/ \E j \in JobNames : Job(j) \/ Leave(j)
    \/ Handler
    \/ Serve
    \/ stopLooking
    \/ \E p \in Processes : BecomesVisible(p)

\* Whoever can go on does so at last. (The lock needs no more than that: who
\* holds it again and again has something to complete each time.)
Fairness ==
    /\ \A p \in DriverProcesses : WF_vars(DriverStep(p))
    /\ WF_vars(Serve)
    /\ DevicePolls \/ WF_vars(stopLooking)
    /\ \A p \in Processes : WF_vars(BecomesVisible(p))

Safe == Init /\ [][Next]_vars
Spec == Safe /\ Fairness

-----------------------------------------------------------------------------
Indices == First .. First + 8

TypeOK ==
    /\ {mem.avail, mem.used, mem.lastUsed, lastAvail} \subseteq Indices
    /\ {mem.lock, mem.kick, mem.callback, mem.eventTriggered} \subseteq {0, 1}
    /\ {mem.driverEvent, mem.deviceEvent} \subseteq Indices \union {On, Off}
    /\ policy \in PolicyStates
    /\ \A r \in Requests : completed[r] \in Nat

\* Nobody runs ahead of what the other side has told it, and the counts of
\* the policy are those of the ring.
Structure ==
    /\ mem.lastUsed <= mem.used /\ mem.used <= lastAvail /\ lastAvail <= mem.avail
    /\ mem.avail <= First + Len(order)
    /\ mem.lock = 0 => policy.lopri + policy.hipri = First + Len(order) - mem.lastUsed

ExactlyOnce == \A r \in Requests :
    /\ completed[r] <= 1
    /\ Done(r) => \E i \in 1 .. mem.used - First : order[i] = r

\* A HIPRI request whose poller has gone away has nobody who waits for it.
Released(r) == Hipri(r) /\ r[1] \in gone

\* Nobody waits for ever.
NoLostWakeUp == (\A r \in Requests : Done(r) \/ Released(r)) \/ ENABLED Next

\* Whenever nobody is inside the driver: the word says what the policy says.
\* With EVENT_IDX no word says exactly "off".
SaysOn == mem.driverEvent = Enabled(mem.lastUsed)
SaysOff == HasEventIdx \/ mem.driverEvent = Off
Suppressed == mem.lock = 0 =>
    LET hipri == policy.hipri > 0
        lopri == policy.lopri > 0
    IN  CASE Policy \in {"interrupt", "no-suppression"} -> SaysOn
          [] Policy = "toggle-v1" -> (hipri => SaysOff) /\ (lopri /\ ~hipri => SaysOn)
          [] KeepsIrq -> (lopri => SaysOn) /\ (hipri /\ ~lopri => SaysOff)
          [] Policy = "toggle" -> /\ lopri \/ (hipri /\ announced = {}) => SaysOn
                                  /\ OnlyPolled(policy) => SaysOff
          [] Policy = "poll-only" -> hipri => SaysOff

InRing(r) == \E i \in DOMAIN order : order[i] = r
HipriRequests == {r \in Requests : Hipri(r)}
HipriCompletes == \A r \in HipriRequests : InRing(r) ~> (Done(r) \/ Released(r))
NonHipriCompletes == \A r \in Requests \ HipriRequests : InRing(r) ~> Done(r)
=============================================================================
