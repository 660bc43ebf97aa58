package dev.datasave.engine.loop;

import java.util.concurrent.atomic.AtomicReference;

/** A step that runs once, whoever asks for it first. Thread-safe. */
public final class Once implements Runnable {
    private final AtomicReference<Runnable> step;

    public Once(Runnable step) {
        this.step = new AtomicReference<>(step);
    }

    @Override
    public void run() {
        step.getAndSet(() -> {}).run();
    }
}
