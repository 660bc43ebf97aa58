package dev.datasave.engine.server;

import dev.datasave.DataStore;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.WriteOptions;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.mail.MessageEdit;
import dev.datasave.engine.mail.MessageFormat;
import dev.datasave.engine.records.RecordStore;
import dev.datasave.engine.records.Values;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A transaction as its function sees it: the drafts, only while the function runs and only on its thread. */
final class DraftTransaction implements Transaction {
    private final Stores stores;
    private final MessageFormat messages;
    private final MessageChanges changes;
    private final Drafts drafts;
    private final Thread worker = Thread.currentThread();
    private final Map<EntryId, Optional<?>> changed = new HashMap<>();
    private volatile boolean hasEnded;

    DraftTransaction(Stores stores, MessageFormat messages, MessageChanges changes, Drafts drafts) {
        this.stores = stores;
        this.messages = messages;
        this.changes = changes;
        this.drafts = drafts;
    }

    /** The function has returned. */
    void end() {
        hasEnded = true;
    }

    private void check() {
        if (hasEnded || !worker.equals(Thread.currentThread())) {
            throw new IllegalStateException("transaction: found it used " + (hasEnded ? "after" : "beside")
                    + " its function, expected only inside");
        }
    }

    @Override
    public <T> T data(Profile<T> profile) {
        check();
        return drafts.of(profile).data();
    }

    @Override
    public <T> T update(Profile<T> profile, UnaryOperator<T> change) {
        check();
        Draft<T> draft = drafts.of(profile);
        T after = Objects.requireNonNull(change.apply(draft.data()), "update returned null");
        draft.data(after);
        return after;
    }

    @Override
    public <T> void edit(Profile<T> profile, Consumer<? super T> change) {
        check();
        Draft<T> draft = drafts.of(profile);
        if (profile instanceof LiveProfile<T> live
                && live.session().kind().format().immutable()) {
            throw new IllegalStateException(
                    "profile " + profile.id() + ": found edit of immutable data, expected update");
        }
        draft.touch();
        change.accept(draft.data());
    }

    @Override
    public <T> Optional<T> get(DataStore<T> store, String key) {
        check();
        RecordStore<T> entries = stores.own(store);
        EntryId id = entries.id(key);
        Optional<Entry> present = drafts.entry(id);
        if (changed.containsKey(id)) {
            @SuppressWarnings("unchecked") // set by the same store, whose values are of that type
            Optional<T> mine = (Optional<T>) changed.get(id);
            return mine;
        }
        return entries.values().decode(present).map(DataFormat.Decoded::data);
    }

    @Override
    public <T> void set(DataStore<T> store, String key, T value) {
        check();
        Objects.requireNonNull(value, "value");
        RecordStore<T> entries = stores.own(store);
        EntryId id = entries.id(key);
        Optional<Entry> present = drafts.entry(id);
        Values<T> values = entries.values();
        Values.Encoded<T> encoded = values.encode(id, value, values.decode(present));
        write(entries, id, present, values.content(id, present, encoded, WriteOptions.defaults()));
        changed.put(id, Optional.of(encoded.value()));
    }

    @Override
    public void remove(DataStore<?> store, String key) {
        check();
        RecordStore<?> entries = stores.own(store);
        EntryId id = entries.id(key);
        Optional<Entry> present = drafts.entry(id);
        drafts.writeNot(id);
        if (present.filter(entry -> !entry.isTombstone()).isPresent()) {
            write(entries, id, present, entries.values().removal(present));
        }
        changed.put(id, Optional.empty());
    }

    private void write(RecordStore<?> entries, EntryId id, Optional<Entry> present, Content content) {
        drafts.write(new SideWrite(id, present, content, entries.retention(id, present)));
    }

    @Override
    public void message(ProfileStore<?> store, String key, Object message) {
        message(store, key, message, Message.SendOptions.defaults());
    }

    @Override
    public void message(ProfileStore<?> store, String key, Object message, Duration expiry) {
        message(store, key, message, Message.SendOptions.defaults().expiry(expiry));
    }

    @Override
    public void message(ProfileStore<?> store, String key, Object message, Message.SendOptions options) {
        check();
        drafts.send(messages.outgoing(stores.profileOf(store, key), message, options));
    }

    @Override
    public boolean withdrawMessage(ProfileStore<?> store, String key, String messageId) {
        check();
        return changes.change(drafts, stores.profileOf(store, key), messageId, new MessageEdit.Withdraw());
    }

    @Override
    public boolean editMessage(ProfileStore<?> store, String key, String messageId, Object message) {
        check();
        MessageEdit edit = new MessageEdit.Edit(messages.typed(message));
        return changes.change(drafts, stores.profileOf(store, key), messageId, edit);
    }
}
