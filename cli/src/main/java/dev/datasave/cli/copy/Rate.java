package dev.datasave.cli.copy;

import dev.datasave.cli.progress.Progress;
import dev.datasave.copy.CopyProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows how far each phase of a copy is, and how many revisions a second it takes. */
final class Rate implements AutoCloseable {
    private final boolean terminal;
    private final PrintWriter plain;
    private final StringBuilder summary = new StringBuilder();
    private CopyProgress.@Nullable Phase phase;
    private @Nullable Progress bar;
    private long begun;
    private long first;
    private long done;

    Rate(boolean terminal, PrintWriter plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    void at(CopyProgress progress) {
        if (phase != progress.phase()) {
            end();
            phase = progress.phase();
            begun = System.nanoTime();
            first = progress.done();
            bar = new Progress(name(progress.phase()), progress.all(), terminal, plain);
        }
        done = progress.done();
        Progress shown = bar;
        if (shown != null) {
            shown.at(Math.min(done, progress.all()), perSecond() + " revisions/s");
        }
    }

    private static String name(CopyProgress.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** Counts from the first report on, because that is when the clock began. */
    private String perSecond() {
        double seconds = Math.max(0.001, (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1));
        return String.format(Locale.ROOT, "%,.0f", (done - first) / seconds);
    }

    /** What each phase took, to be appended to a sentence. */
    String summary() {
        return summary.toString();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the phase that is shown. */
    void end() {
        Progress shown = bar;
        if (shown != null && phase != null) {
            shown.close();
            double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
            summary.append(
                    String.format(Locale.ROOT, "; %s took %.1f s, %s revisions/s", name(phase), seconds, perSecond()));
        }
        bar = null;
        phase = null;
    }
}
