package ringproof.junit.example;

import ringproof.check.*;
import ringproof.junit.Explore;
import ringproof.machine.*;

class SleepingConsumerTest {
    @Explore
    void every_item_is_taken(World world) { ring(world, true); }

    @Explore(refutedUnder = {MemoryModel.TSO, MemoryModel.WEAK}, refutedWith = "waits for ever")
    void without_a_fence_it_oversleeps(World world) { ring(world, false); }

    static void ring(World world, boolean fenced) {
        GuestMemory memory = world.machine().memory();
        long head = world.label(0, 2, "head"), tail = world.label(2, 2, "tail"), asleep = world.label(4, 2, "asleep");
        Event bell = world.machine().newEvent("bell");
        world.agent("producer", () -> {
            for (int item = 1; item <= 3; item++) {
                while (memory.get16Acquire(tail) == item - 3) { world.machine().relax(); }
                memory.set16(8 + item % 2 * 2, item);
                memory.set16Release(head, item);
                if (fenced) { memory.fence(Fence.FULL); }
                if (memory.get16Opaque(asleep) == 1) { bell.signal(); }
            }
        });
        world.agent("consumer", () -> {
            for (int item = 1; item <= 3; item++) {
                while (memory.get16Acquire(head) == item - 1) {
                    memory.set16Opaque(asleep, 1);
                    memory.fence(Fence.FULL);
                    if (memory.get16Acquire(head) == item - 1) { bell.await(); }
                    memory.set16Opaque(asleep, 0);
                }
                if (memory.get16(8 + item % 2 * 2) != item) { world.fail("the wrong item"); }
                memory.set16Release(tail, item);
            }
        });
    }
}
