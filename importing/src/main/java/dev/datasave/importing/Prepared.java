package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A profile as it is to be stored. Each state bears the digest of the whole profile in its metadata: the last one alone, those before with their number behind it.
 * So a later run knows what an earlier one has done, and how far it came. The write id bears it too: a game keeps the metadata when it plays on, but writes under ids of
 * its own.
 *
 * @param id where it goes
 * @param digest of all that is imported of it
 * @param contents its states, oldest first
 */
record Prepared(ImportItem.Profile profile, EntryId id, String digest, List<Content> contents) {
    /** The name of the mark in the metadata. */
    static final String MARK = "imported";

    private static final int MOST_UPDATES = 1000;

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if something breaks R10
     */
    static Prepared of(ImportItem.Profile profile, String store) {
        EntryId id = new EntryId(store, profile.key());
        if (profile.updates().size() > MOST_UPDATES) {
            throw new IllegalArgumentException("updates: found "
                    + profile.updates().size() + ", expected at most " + MOST_UPDATES + " that wait for a profile");
        }
        String digest = digest(profile);
        List<Content> contents = new ArrayList<>();
        int last = profile.versions().size() - 1;
        for (int i = 0; i <= last; i++) {
            ImportItem.Version version = profile.versions().get(i);
            Map<String, String> metadata = new HashMap<>(version.metadata());
            metadata.put(MARK, i == last ? digest : digest + "/" + i);
            contents.add(new Content(text(version.value()), profile.userIds(), metadata, null, null, null));
        }
        return new Prepared(profile, id, digest, contents);
    }

    private static String text(JsonElement value) {
        if (value.isJsonNull()) {
            throw new IllegalArgumentException("value: found null, expected data");
        }
        return value.toString();
    }

    private static String digest(ImportItem.Profile profile) {
        StringBuilder all = new StringBuilder();
        for (ImportItem.Version version : profile.versions()) {
            all.append(Canonical.digest(version.value())).append(new TreeMap<>(version.metadata()));
        }
        all.append(new TreeSet<>(profile.userIds()));
        for (GlobalUpdate update : profile.updates()) {
            all.append(update.id()).append(Canonical.digest(update.data()));
        }
        return Canonical.digest(all.toString());
    }

    /** Which of the older states an entry is by its mark, or was before the game played on. */
    OptionalInt older(Entry entry) {
        String mark = mark(entry);
        return IntStream.range(0, last())
                .filter(i -> (digest + "/" + i).equals(mark))
                .findFirst();
    }

    /** The number of the state that comes next, if the entry is just as an import of the same profile left it that is not whole; 0 if not. */
    int next(Entry entry) {
        OptionalInt older = older(entry);
        return older.isPresent() && entry.writeId().equals(writeId(older.getAsInt(), entry.revision() - 1))
                ? older.getAsInt() + 1
                : 0;
    }

    /** The id of the write that puts a state on top of a revision. */
    String writeId(int number, long onTopOf) {
        return digest + "." + number + "." + onTopOf;
    }

    /** Whether an entry, or what it was before, is this profile. */
    boolean isIn(Entry entry) {
        return digest.equals(mark(entry));
    }

    private static @Nullable String mark(Entry entry) {
        return entry.content().metadata().get(MARK);
    }

    /** A state with what the engine remembers of the key, and where the state comes from. */
    Content content(int number, Optional<String> system) {
        Content content = contents.get(number);
        String origin = profile.versions().get(number).origin();
        if (origin.isEmpty()) {
            return system.isEmpty() ? content : content.withSystem(system.get());
        }
        JsonObject note = new JsonObject();
        note.addProperty("action", "imported");
        note.addProperty("why", origin);
        note.addProperty("by", "import");
        JsonObject noted = system.map(text -> JsonParser.parseString(text).getAsJsonObject())
                .orElseGet(JsonObject::new);
        noted.add("note", note);
        return content.withSystem(noted.toString());
    }

    int last() {
        return contents.size() - 1;
    }
}
