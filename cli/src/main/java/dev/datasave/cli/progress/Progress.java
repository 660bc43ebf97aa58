package dev.datasave.cli.progress;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of a step: a bar on a terminal, elsewhere a plain line every few seconds. Used by one thread. */
public final class Progress implements AutoCloseable {
    /** Whether there is a terminal to draw a bar on, and to ask at. The launcher says so; without it, Java does. */
    public static final boolean ON_TERMINAL = isOnTerminal();

    private static final long PERIOD = Duration.ofSeconds(5).toNanos();

    private final PrintWriter plain;
    private final String what;
    private final long all;
    private final @Nullable ProgressBar bar;
    private long toldAt = System.nanoTime();

    @SuppressWarnings("SystemConsoleNull") // null up to Java 21; from 22 on, it tells itself
    private static boolean isOnTerminal() {
        String told = System.getProperty("datasave.terminal");
        Console console = System.console();
        if (told != null || console == null) {
            return Boolean.parseBoolean(told);
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException java21) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /**
     * Begins a step.
     *
     * @param what the step, in one word
     * @param all the amount of work
     * @param terminal whether a bar can be drawn
     * @param plain prints the lines otherwise
     */
    public Progress(String what, long all, boolean terminal, PrintWriter plain) {
        this.what = what;
        this.all = all;
        this.plain = plain;
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(what)
                        .setInitialMax(all)
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .setUpdateIntervalMillis(200)
                        .build()
                : null;
    }

    /** Tells how much is done. */
    public void at(long done, String detail) {
        if (bar != null) {
            bar.stepTo(done).setExtraMessage(detail);
        } else if (System.nanoTime() - toldAt > PERIOD) {
            toldAt = System.nanoTime();
            plain.println(what + " " + done + "/" + all + " " + detail);
            plain.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
