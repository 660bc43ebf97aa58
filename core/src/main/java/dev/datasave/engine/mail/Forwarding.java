package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forwards messages. If the holder of a profile has changed while a message to it was written, the message is addressed anew until its address and
 * the holder agree. A message that is addressed to no server is found by the next load. A message to a profile that was moved meanwhile is brought
 * under its new key (P15). Loop only.
 */
final class Forwarding {
    private final Loop loop;
    private final Mail mail;
    private final Set<EntryId> underWay = new HashSet<>();

    Forwarding(Loop loop, Mail mail) {
        this.loop = loop;
        this.mail = mail;
    }

    /** Looks where the profile is now; {@code believed} is the address that the caller knew, and has signalled already. */
    void follow(EntryId message, EntryId profile, Optional<String> believed) {
        if (underWay.add(message)) {
            look(message, profile, believed, 0);
        }
    }

    private void look(EntryId message, EntryId profile, Optional<String> believed, int failures) {
        loop.port()
                .call(
                        storage -> storage.read(List.of(profile, message)),
                        found -> found(message, profile, believed, found),
                        failure -> loop.retry(failures, () -> look(message, profile, believed, failures + 1)));
    }

    private void found(EntryId message, EntryId profile, Optional<String> believed, List<Optional<Entry>> found) {
        if (Departure.of(found.get(0)).isPresent()) {
            underWay.remove(message);
            bring(profile, 0);
            return;
        }
        Optional<String> address = Mail.addressOf(found.get(0));
        Entry entry = found.get(1).filter(StoredMessage::isPending).orElse(null);
        if (entry == null
                || address.equals(believed)
                || address.equals(Optional.ofNullable(entry.content().holder()))) {
            underWay.remove(message);
            return;
        }
        Content content = entry.content().withHolder(address.orElse(null));
        Write write = Write.put(message, Optional.of(entry), loop.ids().writeId(), content)
                .superseding(Mail.FOREIGN);
        loop.queue()
                .submit(
                        write,
                        true,
                        decision -> {
                            if (decision.written()) {
                                mail.tell(address);
                                look(message, profile, address, 0);
                            } else {
                                look(message, profile, believed, 0);
                            }
                        },
                        failure -> {});
    }

    /** Brings on the messages that came under the old key of a moved profile (P15). */
    private void bring(EntryId from, int failures) {
        loop.port()
                .call(
                        storage -> new Settling(storage, loop.ids()::writeId).late(from),
                        this::brought,
                        failure -> loop.retry(failures, () -> bring(from, failures + 1)));
    }

    /** Messages stand under another key now: signals the servers that they are addressed to, and checks whether the addresses are still right. */
    void brought(List<Settling.Forwarded> all) {
        for (Settling.Forwarded one : all) {
            mail.tell(one.address());
            follow(one.message(), one.profile(), one.address());
        }
    }
}
