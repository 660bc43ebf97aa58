package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.OnceMore;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for new messages that are addressed to one incarnation of this server: at every signal and with each heartbeat (P6), a few pages at a time.
 * If the profile is here, its {@link Mailbox} reads the message; otherwise the message is forwarded. Loop only.
 */
final class MailRound {
    private static final int PAGE = 1000;
    private static final int PAGES = 5;
    private static final int READS = 50;

    private final Loop loop;
    private final Mail mail;
    private final String incarnation;
    private @Nullable String cursor;
    private final OnceMore reading = new OnceMore(this::begin);
    private boolean mayRetire;
    private boolean isRetired;

    MailRound(Loop loop, Mail mail, String incarnation) {
        this.loop = loop;
        this.mail = mail;
        this.incarnation = incarnation;
    }

    String incarnation() {
        return incarnation;
    }

    /** Whether this round is for a former incarnation under which nothing is held or addressed any more. */
    boolean isRetired() {
        return isRetired;
    }

    void wake() {
        reading.ask();
    }

    private void begin() {
        mayRetire = cursor == null && mail.isLeft(incarnation);
        read(1);
    }

    private void read(int page) {
        String from = cursor;
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.holder(Addresses.mail(incarnation))
                                .withoutValues()
                                .withLimit(PAGE)
                                .from(from)),
                        found -> found(page, found),
                        failure -> {
                            cursor = null;
                            mayRetire = false;
                            done();
                        });
    }

    private void found(int number, Page<Entry> page) {
        Map<String, List<EntryId>> unknown = new LinkedHashMap<>();
        for (Entry entry : page.items()) {
            EntryId id = entry.id();
            if (id.store().equals(Addresses.MESSAGES) && !mail.boxes().knows(id)) {
                unknown.computeIfAbsent(Addresses.hashOf(id), hash -> new ArrayList<>())
                        .add(id);
            }
        }
        mayRetire &= unknown.isEmpty();
        List<List<EntryId>> nobodys = new ArrayList<>();
        unknown.forEach((hash, ids) -> {
            if (!mail.boxes().list(hash)) {
                nobodys.add(ids);
            }
        });
        for (int i = 0; i < nobodys.size(); i += READS) {
            locate(nobodys.subList(i, Math.min(i + READS, nobodys.size())));
        }
        cursor = page.next();
        if (cursor != null && number < PAGES) {
            read(number + 1);
        } else {
            done();
        }
    }

    private void done() {
        isRetired |= mayRetire && cursor == null;
        reading.done();
    }

    /** Finds out which profiles the messages are for. Each list has the messages of one profile. */
    private void locate(List<List<EntryId>> each) {
        List<EntryId> firsts = each.stream().map(List::getFirst).toList();
        loop.port()
                .call(
                        storage -> SoundStorage.readAsStored(storage, firsts).stream()
                                .map(entry -> entry.filter(
                                                found -> !found.isDamaged() && StoredMessage.isPending(found))
                                        .flatMap(this::profileOf))
                                .toList(),
                        profiles -> {
                            for (int i = 0; i < profiles.size(); i++) {
                                List<EntryId> ids = each.get(i);
                                profiles.get(i).ifPresent(profile -> mail.located(profile, ids, incarnation));
                            }
                        },
                        failure -> {});
    }

    private Optional<EntryId> profileOf(Entry entry) {
        try {
            return Optional.of(StoredMessage.of(entry).profile());
        } catch (IllegalArgumentException broken) {
            loop.environment().onLoop(() -> mail.boxes().ignore(entry.id(), broken));
            return Optional.empty();
        }
    }
}
