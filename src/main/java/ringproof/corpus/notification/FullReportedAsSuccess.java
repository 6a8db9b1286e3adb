package ringproof.corpus.notification;

import ringproof.corpus.SplitDriver;
import ringproof.driver.Request;
import ringproof.machine.Machine;
import ringproof.queue.Chain;
import ringproof.queue.DriverQueue;
import ringproof.queue.QueueLayout;
import ringproof.suite.Scenario;
import ringproof.suite.SeededBug;

/// kvm-guest-drivers-windows 2bcf04f0cd58.
public final class FullReportedAsSuccess extends SeededBug {
    public FullReportedAsSuccess() {
        super("kvm-guest-drivers-windows 2bcf04f0cd58", "2.7.13",
                "that the ring is full is reported as success, so the request is never sent",
                "split-flags/interrupt/none/LL/q4i7");
    }

    @Override
    protected DriverQueue<Request> driverQueue(Machine machine, QueueLayout layout, Scenario scenario) {
        return new SplitDriver(machine, layout, scenario) {
            @Override
            public Added add(Chain chain, Request token) {
                Added added = super.add(chain, token);
                return added == Added.FULL ? Added.YES : added;
            }
        };
    }
}
