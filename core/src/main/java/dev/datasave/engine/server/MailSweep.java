package dev.datasave.engine.server;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time for messages that are due. One that has expired while no server holds its profile becomes a dead letter. Dead letters that
 * are old enough, and requests whose asker never came back, are removed for good. Loop only.
 */
final class MailSweep {
    private static final int PAGE = 100;

    private static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);

    private final Loop loop;
    private final Leases leases;
    private final Mail mail;
    private @Nullable String cursor;

    MailSweep(Loop loop, Leases leases, Mail mail) {
        this.loop = loop;
        this.leases = leases;
        this.mail = mail;
    }

    /** It is time again. Among a few servers each handles a page. In a crowd one of them handles all pages: so many would only do the same. */
    void turn() {
        if (leases.isCrowded()) {
            leases.whetherFirst(isFirst -> {
                if (isFirst) {
                    sweep();
                }
            });
        } else {
            sweep();
        }
    }

    /** Handles the next page of messages that are due; after the last page the first again. */
    private void sweep() {
        long now = loop.clock().now().toEpochMilli();
        String from = cursor;
        loop.port()
                .call(
                        storage -> {
                            Page<Entry> page =
                                    storage.list(EntryQuery.scores(Addresses.MESSAGES, Long.MIN_VALUE, now, false)
                                            .withLimit(PAGE)
                                            .from(from));
                            return new Due(
                                    page.items().stream()
                                            .map(MailSweep::readable)
                                            .flatMap(Optional::stream)
                                            .toList(),
                                    page.next());
                        },
                        due -> {
                            cursor = due.next();
                            due.messages().forEach(this::handle);
                            if (leases.isCrowded() && cursor != null && !loop.isClosing()) {
                                loop.environment().schedule(BETWEEN_PAGES, this::sweep);
                            }
                        },
                        failure -> cursor = null);
    }

    private record Due(
            List<StoredMessage> messages, @Nullable String next) {}

    private static Optional<StoredMessage> readable(Entry entry) {
        try {
            return Optional.of(StoredMessage.of(entry));
        } catch (IllegalArgumentException | IllegalStateException broken) {
            return Optional.empty(); // the next load of its profile reports it
        }
    }

    private void handle(StoredMessage message) {
        if (StoredMessage.isDead(message.entry()) || message.isRequest()) {
            Write write = Write.put(
                            message.entry().id(),
                            Optional.of(message.entry()),
                            loop.ids().writeId(),
                            Content.TOMBSTONE)
                    .superseding(message.isRequest() ? Mail.FOREIGN : Retention.drop());
            loop.queue().submit(write, false, decision -> {}, failure -> {});
        } else {
            mail.expire(message);
        }
    }
}
