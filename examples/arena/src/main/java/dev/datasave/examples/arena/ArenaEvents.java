package dev.datasave.examples.arena;

import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts events, and prints the rarer ones as lines {@code <kind> <detail>}. Thread-safe. */
public final class ArenaEvents implements DataSaveListener {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Consumer<String> lines;

    /** Prints to {@code lines}, which is called on any thread. */
    public ArenaEvents(Consumer<String> lines) {
        this.lines = lines;
    }

    /** All counters, as {@code name=count} in the order of the names. */
    public String counters() {
        return new TreeMap<>(counters)
                .entrySet().stream()
                        .map(counter -> counter.getKey() + "=" + counter.getValue())
                        .collect(Collectors.joining(" "));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void acquired(ProfileId profile, Acquired how, Duration took) {
        count("acquired-" + word(how));
    }

    @Override
    public void released(ProfileId profile, ReleaseReason reason) {
        count("ended-" + word(reason));
    }

    @Override
    public void staleWriteRefused(ProfileId profile) {
        tell("stale-write-refused", profile);
    }

    @Override
    public void lostUpdate(LostUpdate lost) {
        tell(
                lost.spooled().isPresent() ? "spooled" : "lost-update",
                lost.profile() + " based on revision " + lost.basedOn() + " " + word(lost.reason())
                        + lost.spooled().map(file -> " in " + file).orElse(""));
    }

    @Override
    public void replayed(ProfileId profile) {
        tell("replayed", profile);
    }

    @Override
    public void orphanKept(ProfileId profile, String orphan) {
        tell("orphan-kept", profile + " " + orphan);
    }

    @Override
    public void spoolDropped(ProfileId profile) {
        tell("spool-dropped", profile);
    }

    @Override
    public void spoolFailed(Path file, Throwable cause) {
        tell("spool-failed", file + " " + cause);
    }

    @Override
    public void saveFailed(ProfileId profile, Throwable cause) {
        tell("save-failed", profile + " " + cause);
    }

    @Override
    public void storageFailed(Throwable cause) {
        tell("storage-failed", cause);
    }

    @Override
    public void suspended(String why) {
        tell("suspended", "players can't be changed: " + why);
    }

    @Override
    public void resumed() {
        tell("resumed", "everything works again");
    }

    @Override
    public void reincarnated(String incarnation) {
        tell("reincarnated", incarnation);
    }

    @Override
    public void buried(String serverName, String incarnation) {
        tell("buried", serverName + " " + incarnation);
    }

    @Override
    public void listenerFailed(ProfileId profile, Throwable cause) {
        tell("listener-failed", profile + " " + cause);
    }

    @Override
    public void listenerPassedOver(ProfileId profile, String which) {
        tell("listener-passed-over", profile + " " + which);
    }

    @Override
    public void loadRefused(ProfileId profile, NotLoadedReason reason, Optional<Throwable> cause) {
        tell("load-refused", profile + " " + reason);
    }

    @Override
    public void messageExpired(ProfileId profile, Message.Pending message) {
        tell("message-expired", profile + " " + message.id());
    }

    @Override
    public void engineFault(Throwable fault) {
        tell("engine-fault", fault);
    }

    /** A client did not read what it was told, and was disconnected. */
    void readerDropped(String client) {
        tell("reader-dropped", client);
    }

    /** A connection could not be accepted. It is counted, and told if the one before it was accepted. */
    void acceptFailed(IOException cause, boolean isFirst) {
        if (isFirst) {
            tell("accept-failed", cause);
        } else {
            count("accept-failed");
        }
    }

    private void tell(String kind, Object detail) {
        count(kind);
        lines.accept(kind + " " + detail.toString().replaceAll("\\p{Cntrl}+", " "));
    }

    private void count(String counter) {
        counters.computeIfAbsent(counter, name -> new LongAdder()).increment();
    }
}
