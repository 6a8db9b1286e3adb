------------------------------- MODULE Device -------------------------------
(* The device: one worker that serves the queue in order.                    *)
(* Code: ringproof.device.QueueWorker and QueueServer,                       *)
(* ringproof.queue.SplitDeviceQueue and PackedDeviceQueue.                   *)
EXTENDS State, Suppression

Proceeds(from, to) == serving = from /\ serving' = to

wake ==
    /\ Proceeds("idle", "disableNotification")
    /\ Take("device", "kick", 1, 0)
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

disableNotification ==
    /\ Proceeds("disableNotification", "take")
    /\ kickWanted' = FALSE
    /\ IF kickWanted /\ ~KickIsSilent THEN Store("device", "deviceEvent", Off) ELSE MemoryUnchanged
    /\ UNCHANGED <<lastAvail, driver>>

\* take, where there is a buffer.
SEE_AVAILABLE ==
    /\ Load("device", "avail") # lastAvail
    /\ Proceeds("take", "use")
    /\ lastAvail' = lastAvail + 1
    /\ MemoryUnchanged
    /\ UNCHANGED <<kickWanted, driver>>

PUBLISH_USED ==
    /\ Proceeds("use", "needsNotification")
    /\ Store("device", "used", lastAvail)
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

\* needsNotification: fence, then whether the driver wants to know.
NOTIFY_CHECK ==
    /\ Fence("device", "NOTIFY_CHECK")
    /\ Proceeds("needsNotification",
                IF Wants(Load("device", "driverEvent"), lastAvail - 1) THEN "notify" ELSE "take")
    /\ MemoryUnchanged
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

notifyDriver ==
    /\ Proceeds("notify", "take")
    /\ Store("device", "callback", 1)
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

\* take, where there is none. A device that polls does this when it likes.
stopLooking ==
    /\ Load("device", "avail") = lastAvail
    /\ Proceeds("take", "enableNotification")
    /\ MemoryUnchanged
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

enableNotification ==
    /\ Proceeds("enableNotification", "lookAgain")
    /\ kickWanted' = TRUE
    /\ Store("device", "deviceEvent", Enabled(lastAvail))
    /\ UNCHANGED <<lastAvail, driver>>

\* Fence, then once more whether a buffer is available.
AVAILABLE_RECHECK ==
    /\ Fence("device", "AVAILABLE_RECHECK")
    /\ LET more == /\ "look after enableNotification" \notin Without
                   /\ Load("device", "avail") # lastAvail
       IN  Proceeds("lookAgain", IF more THEN "disableNotification" ELSE "idle")
    /\ MemoryUnchanged
    /\ UNCHANGED <<lastAvail, kickWanted, driver>>

Serve == \/ wake \/ disableNotification \/ SEE_AVAILABLE \/ PUBLISH_USED
         \/ NOTIFY_CHECK \/ notifyDriver \/ enableNotification \/ AVAILABLE_RECHECK
=============================================================================
