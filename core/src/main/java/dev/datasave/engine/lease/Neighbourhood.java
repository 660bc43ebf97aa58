package dev.datasave.engine.lease;

import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.RandomId;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;

/**
 * The leases around one server, in the order of the ids. The first are those whose ids begin like the server's own, in so many characters that one page has all of them.
 * Then come those with the next character in the last of these places, one character after the other and in a circle, until there are enough. The ids are random, so the
 * amount that is read does not depend on how many servers there are.
 *
 * @param leases the leases
 * @param depth with how many characters to begin the next time; zero if there are so few servers that a page has them all
 */
record Neighbourhood(List<Entry> leases, int depth) {
    private static final int ENOUGH = 16;

    static Neighbourhood of(Storage storage, String own, int from, int page) {
        for (int depth = from; depth < own.length(); depth++) {
            Page<Entry> same = list(storage, own.substring(0, depth), page);
            if (same.next() == null) {
                return depth == 0
                        ? new Neighbourhood(same.items(), 0)
                        : around(storage, own, depth, page, same.items());
            }
        }
        return new Neighbourhood(List.of(), 0);
    }

    private static Neighbourhood around(Storage storage, String own, int depth, int page, List<Entry> same) {
        List<Entry> found = new ArrayList<>(same);
        String shared = own.substring(0, depth - 1);
        int place = RandomId.IN_ORDER.indexOf(own.charAt(depth - 1));
        for (int i = 1; i < RandomId.IN_ORDER.length() && found.size() < ENOUGH; i++) {
            char next = RandomId.IN_ORDER.charAt((place + i) % RandomId.IN_ORDER.length());
            found.addAll(list(storage, shared + next, page).items());
        }
        return new Neighbourhood(List.copyOf(found), found.size() < ENOUGH ? depth - 1 : depth);
    }

    private static Page<Entry> list(Storage storage, String prefix, int page) {
        return storage.list(EntryQuery.keys(Addresses.LEASES, prefix).withLimit(page));
    }
}
