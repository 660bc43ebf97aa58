package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the tests of messages share: gifts of coins, each with a name, so that a purse tells which it has got. */
abstract class MailOnNetwork extends GameOnNetwork {

    /** A gift. */
    record Gift(String name, long coins) {}

    /** Another class of messages. */
    record Greeting(String text) {}

    /** The purse with the gift. */
    static Purse with(Purse purse, Gift gift) {
        List<String> items = new ArrayList<>(purse.items());
        items.add(gift.name());
        return new Purse(purse.coins() + gift.coins(), items);
    }

    static Consumer<Message<Purse, Gift>> taking() {
        return message -> message.acknowledge(purse -> with(purse, message.payload()));
    }

    /** A profile of the server whose gifts are taken as they come. */
    Profile<Purse> loadTaking(DataSave server, String key) {
        Profile<Purse> profile = load(purses(server), key);
        profile.onMessage(Gift.class, taking());
        return profile;
    }

    String send(DataSave from, String key, Object message) {
        return sent(network.await(purses(from).messageAsync(key, message)));
    }

    static String sent(Message.Outcome outcome) {
        return switch (outcome) {
            case Message.Outcome.Sent(var id) -> id;
            case Message.Outcome.TooMany(var limit) -> throw new AssertionError("too many: " + limit);
        };
    }

    List<Message.Pending> pending(ProfileStore<Purse> store, String key) {
        return network.await(store.pendingMessagesAsync(key));
    }

    List<String> pendingTypes(ProfileStore<Purse> store, String key) {
        return pending(store, key).stream().map(Message.Pending::type).toList();
    }

    /** The entries of messages that are not removed. */
    List<Entry> messageEntries() {
        return network.storage()
                .list(EntryQuery.keys("~message", "").withLimit(1000))
                .items();
    }

    void assertNoMessageIsLeft() {
        assertThat(messageEntries()).isEmpty();
    }
}
