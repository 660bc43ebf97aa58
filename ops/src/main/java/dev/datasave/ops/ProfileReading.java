package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.Orphan;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts together what is stored of one profile. */
final class ProfileReading {
    private static final int MOST_PAGES = 3;
    private static final int PAGE = 10;

    private final Storage storage;
    private final ProfileStore<JsonElement> tree;
    private final EntryId id;

    ProfileReading(Storage storage, ProfileStore<JsonElement> tree, EntryId id) {
        this.storage = storage;
        this.tree = tree;
        this.id = id;
    }

    Optional<ProfileReport> report() {
        Entry entry = storage.read(List.of(id)).getFirst().orElse(null);
        return entry == null ? Optional.empty() : Optional.of(report(entry));
    }

    private ProfileReport report(Entry entry) {
        LeaseTable leases = LeaseTable.of(storage);
        JsonObject system = StoredForms.system(entry);
        Content content = entry.isDamaged() ? Content.TOMBSTONE : entry.content();
        String value = content.value();
        JsonElement data = null;
        String trouble = entry.damage();
        try {
            data = value == null || trouble != null ? null : ProfileDesk.tree(entry);
        } catch (DataSaveException.InvalidData broken) {
            trouble = broken.getMessage();
        }
        return new ProfileReport(
                id.store(),
                id.key(),
                entry.revision(),
                StoredForms.isProfile(entry),
                Optional.ofNullable(data),
                Optional.ofNullable(trouble),
                value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length,
                entry.created(),
                entry.updated(),
                StoredForms.number(system, "loads"),
                (int) StoredForms.number(system, "schema"),
                content.userIds(),
                content.metadata(),
                score(content),
                StoredForms.movedTo(entry),
                owner(entry, content.holder(), leases),
                waiting(content.holder(), leases),
                messages(),
                receipts(),
                orphans());
    }

    private static OptionalLong score(Content content) {
        Content.Score score = content.score();
        return score == null ? OptionalLong.empty() : OptionalLong.of(score.value());
    }

    private List<Message.Pending> messages() {
        return Operations.await(tree.pendingMessagesAsync(id.key()));
    }

    private List<Orphan<JsonElement>> orphans() {
        return Operations.await(tree.orphansAsync(id.key()));
    }

    private Optional<ProfileReport.Owner> owner(Entry entry, @Nullable String holder, LeaseTable leases) {
        return StoredForms.incarnation(holder).map(incarnation -> {
            Optional<LeaseTable.Lease> lease = leases.of(incarnation);
            return new ProfileReport.Owner(
                    leases.name(incarnation),
                    incarnation,
                    since(entry, String.valueOf(holder)),
                    lease.map(LeaseTable.Lease::age),
                    lease.map(LeaseTable.Lease::time).orElse(Duration.ofSeconds(10)));
        });
    }

    /** When the oldest kept revision of the session was written. Looks at some revisions only, because each may be large. */
    private Optional<Instant> since(Entry current, String holder) {
        Instant oldest = current.updated();
        VersionQuery query = VersionQuery.all(id).withLimit(PAGE);
        Page<Entry> page = storage.versions(query);
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            for (Entry old : page.items()) {
                if (old.isDamaged() || !holder.equals(old.content().holder())) {
                    return Optional.of(oldest);
                }
                oldest = old.updated();
            }
            if (page.next() == null) {
                break;
            }
            page = storage.versions(query.from(page.next()));
        }
        return Optional.of(oldest);
    }

    private List<ProfileReport.Waiting> waiting(@Nullable String holder, LeaseTable leases) {
        EntryId claim = new EntryId(StoredForms.CLAIMS, StoredForms.hash(id));
        Entry entry = storage.read(List.of(claim)).getFirst().orElse(null);
        if (entry == null || entry.isTombstone()) {
            return List.of();
        }
        JsonObject json = StoredForms.object(entry);
        String asker = StoredForms.incarnation(StoredForms.text(json, "by", "")).orElse("");
        return List.of(new ProfileReport.Waiting(
                leases.name(asker),
                asker,
                entry.updated(),
                StoredForms.text(json, "holder", "").equals(holder),
                (int) StoredForms.number(json, "refusedReader")));
    }

    private List<ProfileReport.Granted> receipts() {
        List<ProfileReport.Granted> granted = new ArrayList<>();
        EntryQuery query = EntryQuery.keys(StoredForms.RECEIPTS, StoredForms.hash(id) + "/");
        StoredForms.each(storage, query, entry -> {
            JsonObject json = StoredForms.object(entry);
            granted.add(new ProfileReport.Granted(
                    StoredForms.text(json, "receipt", "?"), StoredForms.number(json, "revision"), entry.updated()));
        });
        return granted;
    }
}
