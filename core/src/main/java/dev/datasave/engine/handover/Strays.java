package dev.datasave.engine.handover;

import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SoundStorage;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frees entries that name this server by a token that none of its loads and sessions uses (P7): after a handover that came when its load had ended,
 * or a load that was cancelled while its write was under way. The stored value is passed on unchanged. Loop only.
 */
public final class Strays {
    private static final int PAGE = 200;
    private static final int TURNS_BETWEEN_ROUNDS = 3;

    private final Loop loop;
    private final Consumer<EntryId> dealtWith;
    private Holdings holdings = Holdings.NOTHING;
    private final Set<String> freeing = new HashSet<>();
    private @Nullable String cursor;
    private int turns;
    private boolean ended;

    /** {@code dealtWith} is called for each profile whose claim was answered. */
    Strays(Loop loop, Consumer<EntryId> dealtWith) {
        this.loop = loop;
        this.dealtWith = dealtWith;
    }

    /** Sets this server's holdings. Called once, before the loop starts. */
    void attach(Holdings known) {
        holdings = known;
    }

    public void end() {
        ended = true;
    }

    /** Frees the entry if it still names that token: hands it to the claimant, or makes it free if there is none. */
    public void passOn(EntryId id, Token token, @Nullable Claim to, Runnable done) {
        passOn(id, token, to, done, 0);
    }

    private void passOn(EntryId id, Token token, @Nullable Claim to, Runnable done, int failures) {
        loop.port()
                .call(
                        storage ->
                                SoundStorage.readAsStored(storage, List.of(id)).getFirst(),
                        found -> freeFound(id, token, to, done, found),
                        failure -> again(id, token, to, done, failures));
    }

    private void again(EntryId id, Token token, @Nullable Claim to, Runnable done, int failures) {
        if (ended) {
            done.run();
        } else {
            loop.retry(failures, () -> passOn(id, token, to, done, failures + 1));
        }
    }

    private void freeFound(EntryId id, Token token, @Nullable Claim to, Runnable done, Optional<Entry> found) {
        Entry entry = found.orElse(null);
        if (entry == null
                || entry.isDamaged()
                || !token.isSameSession(Token.parse(entry.content().holder()))) {
            if (to != null) {
                dealtWith.accept(id);
            }
            done.run();
            return;
        }
        EntryFormat format = EntryFormat.of(entry).next(entry.updated(), true);
        Content content = entry.content()
                .withHolder(to == null ? null : to.by().toString())
                .withSystem((to == null ? format : format.withLoad(to.number())).text());
        Write write = Write.put(id, found, loop.ids().writeId(), content)
                .durable(Write.Durability.POWER)
                .superseding(Retention.keep(Duration.ofHours(24)));
        loop.queue()
                .submit(
                        write,
                        true,
                        decision -> {
                            if (decision.written() && to != null) {
                                loop.signal(to.by().incarnation());
                                dealtWith.accept(id);
                            }
                            if (decision.written()) {
                                done.run();
                            } else {
                                passOn(id, token, to, done);
                            }
                        },
                        failure -> {});
    }

    /** Looks at the entry a few more times, because a holder may still hand the profile to that token after its load has ended. */
    public void watch(EntryId id, Token token) {
        for (int millis : new int[] {100, 1_000, 5_000, 15_000}) {
            loop.environment().schedule(Duration.ofMillis(millis), () -> freeUnlessUsed(id, token));
        }
    }

    /** Looks at the next page, or begins at the first again at every third turn. */
    public void turn() {
        if (++turns % TURNS_BETWEEN_ROUNDS == 0 || cursor != null) {
            scan();
        }
    }

    /** Looks at the next page of the entries that name this incarnation as the holder. */
    private void scan() {
        String prefix = loop.ids().incarnation() + "/";
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.holder(prefix)
                                .withoutValues()
                                .withLimit(PAGE)
                                .from(cursor)),
                        this::scanned,
                        failure -> cursor = null);
    }

    private void scanned(Page<Entry> page) {
        cursor = page.next();
        for (Entry entry : page.items()) {
            Token token = entry.isDamaged() ? null : Token.parse(entry.content().holder());
            if (token != null) {
                freeUnlessUsed(entry.id(), token);
            }
        }
    }

    private void freeUnlessUsed(EntryId id, Token token) {
        if (!ended && !holdings.uses(id, token) && freeing.add(token.session())) {
            passOn(id, token, null, () -> freeing.remove(token.session()));
        }
    }
}
