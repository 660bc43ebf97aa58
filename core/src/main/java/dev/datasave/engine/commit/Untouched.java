package dev.datasave.engine.commit;

import dev.datasave.HistoryPolicy;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.util.Optional;

/** Writes a profile that no living server holds once more as it is, so that what is written with it can't race with a load (P11). */
public final class Untouched {
    private Untouched() {}

    /**
     * The profile's entry with the same content, even a tombstone, under a new revision; without its holder if that is a dead server. A profile that has
     * never existed becomes a tombstone, which makes no difference to a load.
     */
    public static SideWrite of(Loop loop, EntryId profile, Optional<Entry> entry, HistoryPolicy history) {
        Content content =
                entry.map(Untouched::content).orElse(Content.TOMBSTONE).withHolder(null);
        Retention superseded = loop.retention(
                Addresses.profile(profile),
                () -> Stored.retention(entry, history, loop.ids().incarnation()));
        return new SideWrite(profile, entry, content, superseded);
    }

    private static Content content(Entry profile) {
        Content content = profile.content();
        return profile.isTombstone()
                ? content
                : content.withSystem(
                        EntryFormat.of(profile).next(profile.updated(), false).text());
    }
}
