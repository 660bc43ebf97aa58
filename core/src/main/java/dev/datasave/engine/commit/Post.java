package dev.datasave.engine.commit;

import dev.datasave.Transaction;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.function.Consumer;

/** Addresses and delivers the messages that a commit sends (P11). Loop only. */
public interface Post {
    /** Finds out where the profiles are, and makes entries of the messages; or tells which profile can't take one more. */
    void address(
            List<NewMessage> messages,
            Consumer<List<AddressedMessage>> then,
            Consumer<Transaction.Result.TooManyMessages> full,
            Consumer<Throwable> failed);

    /** The messages are stored: tells the servers to which they are addressed. */
    void sent(List<AddressedMessage> stored);

    /**
     * A message as an entry to be written.
     *
     * @param entry the entry to be written
     * @param profile the profile that it is for
     */
    record AddressedMessage(SideWrite entry, EntryId profile) {}
}
