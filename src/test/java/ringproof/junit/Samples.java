package ringproof.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.opentest4j.AssertionFailedError;
import ringproof.check.MemoryModel;
import ringproof.check.World;
import ringproof.machine.Cell;
import ringproof.machine.Event;
import ringproof.machine.GuestMemory;

/// Tests that [ExploreTest] runs. Most are meant to fail.
final class Samples {
    private Samples() {
    }

    private static void incrementTwice(World world, boolean atomic) {
        Cell counter = world.machine().newCell("counter");
        for (int i = 1; i <= 2; i++) {
            world.agent("agent" + i, () -> {
                if (atomic) {
                    counter.getAndAdd(1);
                } else {
                    counter.set(counter.get() + 1);
                }
            });
        }
        world.atEnd(() -> counter.get() == 2 ? null : "lost update");
    }

    /// Both loads may return 0 where stores are buffered.
    private static void storeBuffering(World world) {
        GuestMemory memory = world.machine().memory();
        Cell old = world.machine().newCell("old");
        for (int own = 0; own <= 8; own += 8) {
            int word = own;
            world.agent("agent" + word, () -> {
                memory.set16Opaque(word, 1);
                if (memory.get16Opaque(8 - word) == 0) {
                    old.getAndAdd(1);
                }
            });
        }
        world.atEnd(() -> old.get() == 2 ? "both old" : null);
    }

    static class Counters {
        @Explore
        void atomic(World world) {
            incrementTwice(world, true);
        }

        @Explore
        void lost_update(World world) {
            incrementTwice(world, false);
        }

        @Explore(models = MemoryModel.SC, memoryBytes = 16, workers = 2)
        void in_sc_only(World world) {
            storeBuffering(world);
        }
    }

    static class Canaries {
        @Explore(refutedWith = "lost update")
        void sings(World world) {
            incrementTwice(world, false);
        }

        @Explore(refutedUnder = {MemoryModel.TSO, MemoryModel.WEAK})
        void sings_under_tso_and_weak(World world) {
            storeBuffering(world);
        }

        @Explore(models = MemoryModel.SC, refutedWith = "lost update")
        void is_silent(World world) {
            incrementTwice(world, true);
        }

        @Explore(models = MemoryModel.SC, refutedWith = "stuck")
        void sings_another_song(World world) {
            incrementTwice(world, false);
        }

        @Explore(models = {MemoryModel.SC, MemoryModel.TSO}, refutedUnder = MemoryModel.TSO)
        void sings_too_often(World world) {
            incrementTwice(world, false);
        }

        @Explore(models = {MemoryModel.TSO, MemoryModel.WEAK}, refutedUnder = MemoryModel.TSO, refutedWith = "both old")
        void sings_elsewhere_too(World world) {
            storeBuffering(world);
        }
    }

    static class Unfinished {
        @Explore(models = MemoryModel.SC, states = 1)
        void few_states(World world) {
            incrementTwice(world, true);
            world.agent("chooser", () -> world.choose("way", 2));
        }

        @Explore(models = MemoryModel.SC, seconds = 0)
        void no_time(World world) {
            Cell counter = world.machine().newCell("counter");
            world.agents("agent", 3, () -> {
                for (int i = 0; i < 9; i++) {
                    counter.getAndAdd(1);
                }
            });
        }

        @Explore
        void polls_without_relax(World world) {
            GuestMemory memory = world.machine().memory();
            world.agent("poller", () -> {
                while (memory.get16Acquire(0) == 0) {
                    // Says nothing.
                }
            });
            world.agent("setter", () -> memory.set16Release(0, 1));
        }
    }

    static class Broken {
        private static final AtomicInteger builds = new AtomicInteger();
        private int shared;

        @Explore
        void races(World world) {
            GuestMemory memory = world.machine().memory();
            world.label(0, 2, "index");
            world.agent("writer", () -> memory.set16(0, 1));
            world.agent("reader", () -> memory.get16(0));
        }

        @Explore(models = MemoryModel.SC)
        void another_agent_each_time(World world) {
            int count = 2 + builds.incrementAndGet() % 2;
            Cell counter = world.machine().newCell("counter");
            for (int i = 0; i < count; i++) {
                world.agent("agent" + i, () -> counter.getAndAdd(1));
            }
        }

        @Explore(models = MemoryModel.SC)
        void another_value_each_time(World world) {
            int value = builds.incrementAndGet();
            world.agent("writer", () -> world.machine().memory().set16Opaque(0, value));
        }

        @Explore(models = MemoryModel.SC)
        void another_start_each_time(World world) {
            world.machine().memory().set16(0, builds.incrementAndGet());
            world.agent("idle", () -> {
            });
        }

        @Explore(models = MemoryModel.SC)
        void in_a_field(World world) {
            shared = 1;
            incrementTwice(world, true);
        }

        @Explore(models = MemoryModel.SC)
        void agent_writes_field(World world) {
            world.agent("writer", () -> shared++);
        }

        @Explore(models = MemoryModel.SC)
        void no_agents(World world) {
            world.atEnd(() -> null);
        }

        @Explore
        void no_world() {
        }

        @Explore(models = MemoryModel.SC, refutedUnder = MemoryModel.TSO)
        void never_refuted(World world) {
            incrementTwice(world, true);
        }

        @Explore(models = MemoryModel.SC)
        void agent_asserts(World world) {
            world.agent("careful", () -> {
                Assertions.assertEquals(7, 6);
            });
        }

        @Explore(models = MemoryModel.SC)
        void property_asserts(World world) {
            incrementTwice(world, true);
            world.atEnd(() -> {
                throw new AssertionFailedError("seven");
            });
        }

        @Explore(models = MemoryModel.SC)
        void property_throws(World world) {
            incrementTwice(world, true);
            world.atEnd(() -> String.valueOf(world.machine().memory().get16Opaque(1 << 20)));
        }

        @Explore(models = MemoryModel.SC)
        void builder_throws(World world) {
            Event line = world.machine().newEvent("line");
            line.await();
        }

        @Explore(models = MemoryModel.SC, workers = 2)
        void builder_asserts_with_workers(World world) {
            if (Thread.currentThread().getName().endsWith("-1")) {
                throw new AssertionError("seven");
            }
            incrementTwice(world, true);
        }
    }

    static class Fixtures {
        static final List<String> log = new ArrayList<>();
        private String model = "";

        @BeforeEach
        void before(TestInfo test) {
            model = test.getDisplayName();
            log.add("before");
        }

        @AfterEach
        void after() {
            log.add(model);
            log.add("after");
        }

        @Explore(models = {MemoryModel.SC, MemoryModel.TSO})
        void has_test_info(TestInfo test, World world) {
            if (!test.getDisplayName().equals(model)) {
                throw new IllegalStateException(test.getDisplayName());
            }
            incrementTwice(world, true);
        }
    }
}
