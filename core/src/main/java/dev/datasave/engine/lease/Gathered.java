package dev.datasave.engine.lease;

import dev.datasave.ServerInfo;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of all servers of a crowd. Only somebody who asks needs it, so it is gathered from the first question on, a page at a time, and is given up a while after
 * the last one. Loop only, unless a method says otherwise.
 */
final class Gathered {
    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);
    private static final int KEPT_TURNS = 40; // some ten minutes

    private final Loop loop;
    private final int page;
    private volatile boolean isAsked;
    private volatile List<ServerInfo> complete = List.of();
    private List<ServerInfo> round = new ArrayList<>();
    private @Nullable String cursor;
    private boolean isGathering;
    private int turnsLeft;
    private Environment.Timer timer = () -> {};

    Gathered(Loop loop, int page) {
        this.loop = loop;
        this.page = page;
    }

    /** The list; {@code meanwhile} until it is complete for the first time. From any thread. */
    List<ServerInfo> servers(List<ServerInfo> meanwhile) {
        List<ServerInfo> found = complete;
        if (!isAsked) {
            isAsked = true;
            loop.environment().onLoop(this::begin);
        }
        return found.isEmpty() ? meanwhile : found;
    }

    private void begin() {
        turnsLeft = KEPT_TURNS;
        if (!isGathering) {
            isGathering = true;
            next();
        }
    }

    /** The server has listed its group: asked for lately or not, the list is kept for so many turns. */
    void turn() {
        if (isAsked) {
            isAsked = false;
            turnsLeft = KEPT_TURNS;
        } else if (isGathering && turnsLeft-- <= 0) {
            isGathering = false;
            timer.cancel();
            cursor = null;
            round = new ArrayList<>();
            complete = List.of();
        }
    }

    private void next() {
        if (!isGathering || loop.isClosing()) {
            return;
        }
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.keys(Addresses.LEASES, "")
                                .withLimit(page)
                                .from(cursor)),
                        this::add,
                        failure -> later());
    }

    private void add(Page<Entry> found) {
        for (Entry lease : found.items()) {
            round.add(new ServerInfo(Leases.serverName(lease), lease.id().key(), lease.created()));
        }
        cursor = found.next();
        if (cursor == null && isGathering) {
            complete = List.copyOf(round);
            round = new ArrayList<>();
        }
        later();
    }

    private void later() {
        timer = loop.environment().schedule(BETWEEN_PAGES, this::next);
    }
}
