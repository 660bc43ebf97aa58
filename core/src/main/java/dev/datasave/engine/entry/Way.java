package dev.datasave.engine.entry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The way of a moved profile to its present key (P15). Its older revisions stay under its former keys. Revisions of all of them are numbered in one
 * line: those of the present key as they are, and those of former keys so that the last one before the move is 0. So what is noted of revisions
 * (rollbacks, receipts) stays comparable. Immutable.
 *
 * @param at the first revision under the present key; 0 if the profile was never moved
 * @param born when the profile was first stored, in milliseconds
 * @param isArriving whether what belongs to the profile may still stand under the key before. Then no session may take the profile
 * @param stays the former keys, oldest first
 */
public record Way(long at, long born, boolean isArriving, List<Stay> stays) {
    static final Way NONE = new Way(0, 0, false, List.of());
    private static final String WAY = "way";
    private static final int MOST = 16;
    private static final long BEFORE_ALL = -(1L << 50);

    public Way {
        stays = List.copyOf(stays);
    }

    /**
     * The time under one former key.
     *
     * @param key the key
     * @param first the first revision there
     * @param last the last one
     */
    public record Stay(String key, long first, long last) {}

    static Way take(JsonObject system) {
        JsonElement element = system.remove(WAY);
        if (element == null) {
            return NONE;
        }
        JsonObject way = JsonFields.object(WAY, element);
        List<Stay> stays = new ArrayList<>();
        for (JsonElement stay : JsonFields.array("stays", way.get("stays"))) {
            JsonObject one = JsonFields.object("stays", stay);
            stays.add(new Stay(
                    JsonFields.text(one, "key"), JsonFields.number(one, "first"), JsonFields.number(one, "last")));
        }
        return new Way(
                JsonFields.number(way, "at"),
                JsonFields.number(way, "born"),
                way.has("arriving") && JsonFields.flag(way, "arriving"),
                stays);
    }

    void addTo(JsonObject system) {
        if (at == 0) {
            return;
        }
        JsonObject way = new JsonObject();
        way.addProperty("at", at);
        way.addProperty("born", born);
        if (isArriving) {
            way.addProperty("arriving", true);
        }
        JsonArray all = new JsonArray();
        for (Stay stay : stays) {
            JsonObject one = new JsonObject();
            one.addProperty("key", stay.key());
            one.addProperty("first", stay.first());
            one.addProperty("last", stay.last());
            all.add(one);
        }
        way.add("stays", all);
        system.add(WAY, way);
    }

    /** The way that leads on from the entry in which this one is found. {@code next} is the first revision under the new key. */
    Way from(Entry left, long next) {
        List<Stay> more = new ArrayList<>(stays);
        more.add(new Stay(left.id().key(), Math.max(at, 1), left.revision()));
        long first = at == 0 ? left.created().toEpochMilli() : born;
        return new Way(next, first, true, more.subList(Math.max(0, more.size() - MOST), more.size()));
    }

    /** All that belongs to the profile stands under its present key. */
    public Way settled() {
        return new Way(at, born, false, stays);
    }

    /** The key before the present one. */
    public Optional<Stay> before() {
        return stays.isEmpty() ? Optional.empty() : Optional.of(stays.getLast());
    }

    /** The number of a revision before all that the profile ever had. */
    long beforeAll() {
        return at == 0 ? 0 : BEFORE_ALL;
    }

    /** When the profile was first stored; {@code created} is when its present entry was. */
    public Instant born(Instant created) {
        return at == 0 ? created : Instant.ofEpochMilli(born);
    }

    /** The number of a revision of that key; empty if it is no revision of this profile, whose present key is {@code present}. */
    public OptionalLong number(String key, long revision, String present) {
        if (key.equals(present) && revision >= at) {
            return OptionalLong.of(revision);
        }
        long after = 0;
        for (Stay stay : stays.reversed()) {
            after += stay.last();
            if (stay.key().equals(key) && stay.first() <= revision && revision <= stay.last()) {
                return OptionalLong.of(revision - after);
            }
        }
        return OptionalLong.empty();
    }

    /** The way in an entry that holds a profile; {@link #NONE} where it can't be read. */
    public static Way of(Optional<Entry> profile) {
        return profile.filter(entry -> !entry.isTombstone())
                .filter(Way::mayHaveOne)
                .flatMap(Erased::format)
                .map(format -> format.memory().way())
                .orElse(NONE);
    }

    private static boolean mayHaveOne(Entry entry) {
        String system = entry.content().system();
        return system != null && system.contains(WAY);
    }
}
