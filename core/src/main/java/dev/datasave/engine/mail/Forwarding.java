package dev.datasave.engine.mail;

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
 * the holder agree. A message that is addressed to no server is found by the next load. Loop only.
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
}
