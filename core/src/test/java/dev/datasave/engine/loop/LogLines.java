package dev.datasave.engine.loop;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what the log of this process gets, as it would be printed, until it is closed. */
final class LogLines implements System.Logger, AutoCloseable {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final System.Logger before;

    LogLines() {
        EventLog.OF_PROCESS.flush();
        before = EventLog.OF_PROCESS.replaced(this);
    }

    List<String> all() {
        return all;
    }

    @Override
    public String getName() {
        return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        StringWriter printed = new StringWriter();
        printed.append(level + " " + message + "\n");
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(printed));
        }
        all.add(printed.toString());
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... params) {
        all.add(level + " " + format);
    }

    @Override
    public void close() {
        EventLog.OF_PROCESS.flush();
        EventLog.OF_PROCESS.replaced(before);
    }
}
