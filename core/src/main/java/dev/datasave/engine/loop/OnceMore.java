package dev.datasave.engine.loop;

/**
 * Work that looks at something anew, one run at a time. Whoever asks during a run may want what that run no longer sees: so one more run follows,
 * however many have asked. Loop only.
 */
public final class OnceMore {
    private final Runnable run;
    private boolean isRunning;
    private boolean isAskedFor;

    /** {@code run} begins the work; {@link #done} is to be called when it has ended, however it has ended. */
    public OnceMore(Runnable run) {
        this.run = run;
    }

    /** Begins a run, or lets one more follow the present one. */
    public void ask() {
        if (isRunning) {
            isAskedFor = true;
        } else {
            isRunning = true;
            run.run();
        }
    }

    /** A run that somebody else has begun counts as one of these. */
    public void begun() {
        isRunning = true;
    }

    /** The run has ended; true if one more begins. */
    public boolean done() {
        isRunning = false;
        boolean goesOn = isAskedFor;
        isAskedFor = false;
        if (goesOn) {
            ask();
        }
        return goesOn;
    }
}
