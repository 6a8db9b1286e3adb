-------------------------------- MODULE State -------------------------------
(* All that changes, apart from memory.                                      *)
EXTENDS Memory

VARIABLES
    \* The driver. But for `at`, and `gone`, it is guarded by the queue's lock.
    at,         \* by job, and for the interrupt handler: what it does next
    section,    \* of who holds the lock: its verb, where it goes after what
                \* it does now, and where it goes after unlocking
    policy,
    wanted,     \* whether the driver wants callbacks
    order,      \* requests in the order in which they were made available
    submitted,  \* by job: how many
    announced,  \* jobs that are announced as pollers
    gone,       \* jobs that have left without a word
    completed,  \* by request: how often
    \* The device.
    serving,    \* what it does next
    lastAvail,
    kickWanted  \* whether it wants kicks

driver == <<at, section, policy, wanted, order, submitted, announced, gone, completed>>
device == <<serving, lastAvail, kickWanted>>
vars == <<mem, buffer, driver, device>>
=============================================================================
