package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.OnceMore;
import dev.datasave.engine.loop.Polling;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server that holds a profile to do something with it (P13).
 *
 * <ol>
 *   <li>Write the request, a message whose type begins with {@code ~}, addressed to the holder, and signal the holder.
 *   <li>Look at it, at signals and in growing intervals (P6). If it is a tombstone with an outcome, that is the answer. If the profile has another
 *       holder now, address the request anew.
 *   <li>If no server holds the profile any more, or the time is over, write a tombstone on top of the request. If that is accepted, nothing was done
 *       and nothing ever will be. If it is refused, the answer came first.
 * </ol>
 *
 * <p>So the answer is certain, and no clocks are compared. In an outage the answer can come after the deadline. Loop only, except {@link #ask}.
 */
public final class Requests {
    private final Loop loop;
    private final Mail mail;
    private final Set<Ask> asks = new LinkedHashSet<>();

    Requests(Loop loop, Mail mail) {
        this.loop = loop;
        this.mail = mail;
    }

    /** The outcome of a request. */
    public sealed interface Answer {
        /** The holder's answer, stored together with its effect. */
        record Outcome(JsonObject json) implements Answer {}

        /** There was no answer in time. Nothing was done, and nothing ever will be. */
        record Expired() implements Answer {}

        /** No living server holds the profile. Nothing was done, and nothing ever will be. */
        record NotHeld() implements Answer {}
    }

    /**
     * Asks the server that holds the profile. May be called from any thread. The future completes on a user thread; it fails only if this server
     * closes first.
     *
     * @param type the type of the request, {@code ~…}, as in {@link Mail#requestHandler}
     * @throws dev.datasave.DataSaveException.InvalidData if the payload exceeds a limit (R10)
     */
    public CompletableFuture<Answer> ask(EntryId profile, String type, JsonElement payload, Duration deadline) {
        NewMessage request = mail.format().request(profile, type, payload, deadline);
        return loop.ask(future -> new Ask(request, deadline, future).begin());
    }

    /** A signal came; an answer may be there. */
    public void wake() {
        List.copyOf(asks).forEach(Ask::wake);
    }

    private record Seen(Whereabouts profile, Optional<Entry> request) {}

    /** One request under way. */
    private final class Ask {
        private final NewMessage request;
        private final long deadlineNanos;
        private final CompletableFuture<Answer> future;
        private final EntryId id;
        private boolean isWritten;
        private final OnceMore looking = new OnceMore(this::beginLook);
        private boolean isOver;
        private int looks;
        private Environment.Timer nextLook = () -> {};

        Ask(NewMessage request, Duration deadline, CompletableFuture<Answer> future) {
            this.request = request;
            this.deadlineNanos = loop.environment().monotonicNanos() + deadline.toNanos();
            this.future = future;
            this.id = mail.newId(request.to());
        }

        void begin() {
            asks.add(this);
            look();
        }

        void wake() {
            looks = 0;
            look();
        }

        private void look() {
            if (isOver) {
                return;
            }
            nextLook.cancel();
            looking.ask();
        }

        private void beginLook() {
            if (isOver) {
                return;
            }
            var own = loop.ids().self(java.time.Instant.EPOCH);
            loop.port()
                    .call(
                            storage -> {
                                List<Optional<Entry>> found = storage.read(List.of(request.to(), id));
                                return new Seen(Whereabouts.of(storage, request.to(), found.get(0), own), found.get(1));
                            },
                            this::saw,
                            failure -> lookLater());
        }

        private void lookLater() {
            if (looking.done()) {
                return; // woken meanwhile
            }
            if (!isWritten && isTimeOver()) {
                over(new Answer.Expired());
            } else {
                nextLook = loop.environment().schedule(Polling.next(looks++, loop.environment()), this::look);
            }
        }

        private boolean isTimeOver() {
            return loop.environment().monotonicNanos() - deadlineNanos >= 0;
        }

        private void saw(Seen seen) {
            Whereabouts where = seen.profile();
            Entry stored = seen.request().orElse(null);
            if (!isWritten) {
                if (where.isHeld()) {
                    write(Optional.empty(), Mail.content(request, Set.of(), where.entry()));
                } else {
                    over(new Answer.NotHeld());
                }
            } else if (stored == null || stored.isTombstone()) {
                answered(stored);
            } else if (!where.isHeld()) {
                giveUp(stored, new Answer.NotHeld());
            } else if (isTimeOver()) {
                giveUp(stored, new Answer.Expired());
            } else if (!Mail.addressOf(where.entry())
                    .equals(Optional.ofNullable(stored.content().holder()))) {
                write(
                        Optional.of(stored),
                        stored.content()
                                .withHolder(Mail.addressOf(where.entry()).orElse(null)));
            } else {
                lookLater();
            }
        }

        private void answered(@Nullable Entry tombstone) {
            try {
                JsonObject outcome = tombstone == null ? null : StoredMessage.outcome(tombstone);
                over(outcome == null ? new Answer.Expired() : new Answer.Outcome(outcome));
            } catch (IllegalArgumentException unreadable) {
                end();
                loop.fail(future, unreadable);
            }
        }

        private void write(Optional<Entry> base, Content content) {
            submit(Write.put(id, base, writeId(), content), decision -> {
                isWritten = true; // or refused because of another revision, which the next look shows
                mail.tell(Optional.ofNullable(content.holder()));
                looks = 0;
                lookLater();
            });
        }

        private void giveUp(Entry stored, Answer answer) {
            submit(Write.put(id, Optional.of(stored), writeId(), Content.TOMBSTONE), decision -> {
                if (decision.written()) {
                    over(answer);
                } else {
                    looking.ask();
                    lookLater();
                }
            });
        }

        private void submit(Write write, java.util.function.Consumer<SaveQueue.Decision> decided) {
            loop.queue().submit(write.superseding(Mail.FOREIGN), true, decided, failure -> {});
        }

        private String writeId() {
            return loop.ids().writeId();
        }

        private void end() {
            isOver = true;
            asks.remove(this);
        }

        private void over(Answer answer) {
            end();
            loop.answer(future, answer);
        }
    }
}
