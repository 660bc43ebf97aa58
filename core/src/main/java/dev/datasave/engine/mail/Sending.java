package dev.datasave.engine.mail;

import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.Post;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages (P11). Those to one profile are sent one after the other, so that nobody ever sees a later one without an earlier one. A write that
 * fails while the storage works is given up only after a tombstone in its place has made sure that the message never arrives. Loop only.
 */
public final class Sending {
    private final Loop loop;
    private final Mail mail;
    private final Map<EntryId, Queue<Parcel>> waiting = new HashMap<>();
    private boolean isClosed;
    private Runnable whenIdle = () -> {};

    Sending(Loop loop, Mail mail) {
        this.loop = loop;
        this.mail = mail;
    }

    void send(NewMessage message, CompletableFuture<Message.Outcome> future) {
        Parcel parcel = new Parcel(message, future);
        if (isClosed) {
            parcel.fail(loop.closedFailure());
            return;
        }
        Queue<Parcel> before = waiting.get(message.to());
        if (before != null) {
            before.add(parcel);
        } else {
            waiting.put(message.to(), new ArrayDeque<>(List.of(parcel)));
            parcel.address();
        }
    }

    /** Takes no more messages; {@code whenDone} runs when all are decided, or at {@link #giveUp}. */
    public void close(Runnable whenDone) {
        isClosed = true;
        whenIdle = whenDone;
        checkIdle();
    }

    /** Ends the wait for messages that are not decided. */
    public void giveUp() {
        waiting.clear();
        checkIdle();
    }

    private void checkIdle() {
        if (isClosed && waiting.isEmpty()) {
            Runnable then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }

    /** One message under way. */
    private final class Parcel {
        private final NewMessage message;
        private final CompletableFuture<Message.Outcome> future;
        private int tries;

        Parcel(NewMessage message, CompletableFuture<Message.Outcome> future) {
            this.message = message;
            this.future = future;
        }

        void address() {
            mail.address(
                    List.of(message),
                    addressed -> write(addressed.getFirst()),
                    full -> answer(new Message.Outcome.TooMany(full.limit())),
                    failure -> loop.retry(tries++, this::address));
        }

        private void write(Post.AddressedMessage addressed) {
            Write write = addressed.entry().write(loop.ids().writeId());
            loop.queue()
                    .submitBriefly(
                            List.of(write),
                            true,
                            decision -> {
                                if (decision.written()) {
                                    mail.sent(List.of(addressed));
                                    answer(new Message.Outcome.Sent(StoredMessage.idOf(write.id())));
                                } else {
                                    fail(lost("found another entry under its key", null));
                                }
                            },
                            failure -> failing(addressed, failure));
        }

        private void failing(Post.AddressedMessage addressed, Throwable failure) {
            Write instead = Write.put(
                            addressed.entry().id(), Optional.empty(), loop.ids().writeId(), Content.TOMBSTONE)
                    .superseding(Retention.drop());
            loop.queue()
                    .submit(
                            instead,
                            true,
                            decision -> {
                                if (decision.written()) {
                                    fail(lost("its write failed", failure));
                                } else { // the message had arrived after all
                                    mail.sent(List.of(addressed));
                                    answer(new Message.Outcome.Sent(StoredMessage.idOf(instead.id())));
                                }
                            },
                            again -> {});
        }

        private DataSaveException lost(String what, @Nullable Throwable cause) {
            return new DataSaveException.StorageFailed(
                    "message to " + message.to() + ": " + what + ", so it was not sent", cause);
        }

        private void answer(Message.Outcome outcome) {
            loop.answer(future, outcome);
            next();
        }

        private void fail(DataSaveException failure) {
            loop.fail(future, failure);
            next();
        }

        private void next() {
            Queue<Parcel> line = waiting.get(message.to());
            if (line != null && line.peek() == this) {
                line.remove();
                Parcel following = line.peek();
                if (following != null) {
                    following.address();
                } else {
                    waiting.remove(message.to());
                    checkIdle();
                }
            }
        }
    }
}
