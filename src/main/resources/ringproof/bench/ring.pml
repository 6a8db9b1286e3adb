/* Bounded rings that hand items from producers to one consumer, with a suppression word in each direction: the program of
 * ringproof.bench, and state for state the model in Ring.tla.
 *
 * The same as there: the shared words; sequential consistency; one step for each ordered load, store, wait and signal; what is
 * checked: every item is the next one, all arrive (assertions), and nobody sleeps for ever (invalid end states).
 * Not the same: where an agent stands is Spin's program counter; whoever is done stays at a valid end state, so that processes do
 * not add states by dying in some order; `gathered` follows from `own` and only saves a sum.
 */
#ifndef PRODUCERS
#define PRODUCERS 2 /* each with a ring of its own */
#endif
#ifndef ITEMS
#define ITEMS 6 /* of each producer */
#endif
#ifndef SLOTS
#define SLOTS 2 /* of each ring */
#endif
#ifndef RECHECK
#define RECHECK 1 /* 0: the consumer sleeps without looking again, a bug */
#endif

#define VALUE(r, n) ((r) * ITEMS + (n) + 1)
#define FULL (published[_pid] - taken[_pid] == SLOTS)
#define MORE (published[_pid] < ITEMS)
#define EMPTY (published[at] == own[at])
#define LAST (at == PRODUCERS - 1)
#define ALL (gathered == PRODUCERS * ITEMS)

byte published[PRODUCERS];
byte taken[PRODUCERS];
bool wantSpace[PRODUCERS];
byte slot[PRODUCERS * SLOTS];
bool wantItems;
bool space[PRODUCERS];
bool items;

/* Of ring _pid, because these processes are the first. How many items it has made is published. */
active [PRODUCERS] proctype producer() {
look:
    if
    :: FULL -> goto want
    :: else -> goto publish
    fi;
want:
    wantSpace[_pid] = true;
    if
    :: FULL -> goto sleep
    :: else -> goto unwant
    fi;
sleep:
    atomic { space[_pid] -> space[_pid] = false };
unwant:
    wantSpace[_pid] = false;
    goto look;
publish:
    atomic {
        slot[_pid * SLOTS + published[_pid] % SLOTS] = VALUE(_pid, published[_pid]);
        published[_pid]++
    };
    if
    :: wantItems -> goto signal
    :: !wantItems && MORE -> goto look
    :: !wantItems && !MORE -> goto end_done
    fi;
signal:
    if
    :: atomic { MORE -> items = true }; goto look
    :: atomic { !MORE -> items = true }; goto end_done
    fi;
end_done:
    false
}

active proctype consumer() {
    byte at;                /* the ring that it looks at */
    byte own[PRODUCERS];    /* items taken of each, which may be ahead of the word that it publishes */
    byte gathered;
drain:
    if
    :: atomic {
           !EMPTY ->
           assert(slot[at * SLOTS + own[at] % SLOTS] == VALUE(at, own[at]));
           own[at]++;
           gathered++
       }; goto publish
    :: atomic { EMPTY && !LAST -> at++ }; goto drain
    :: atomic { EMPTY && LAST && !ALL -> at = 0 }; goto want
    :: atomic {
           EMPTY && LAST && ALL ->
           do
           :: assert(taken[at] == ITEMS);
              if
              :: at > 0 -> at--
              :: else -> break
              fi
           od
       }; goto end_done
    fi;
publish:
    taken[at] = own[at];
    if
    :: wantSpace[at] -> goto signal
    :: else -> goto drain
    fi;
signal:
    space[at] = true;
    goto drain;
want:
    wantItems = true;
#if RECHECK
recheck:
    if
    :: atomic { !EMPTY -> at = 0 }; goto unwant
    :: atomic { EMPTY && !LAST -> at++ }; goto recheck
    :: atomic { EMPTY && LAST -> at = 0 }; goto sleep
    fi;
#endif
sleep:
    atomic { items -> items = false };
unwant:
    wantItems = false;
    goto drain;
end_done:
    false
}
