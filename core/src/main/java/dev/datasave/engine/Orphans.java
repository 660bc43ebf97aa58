package dev.datasave.engine;

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
import org.jspecify.annotations.Nullable;

/**
 * Frees entries that name this server by a token that nobody here uses (P7): a handover that came after its load had ended, a load that
 * was cancelled while it was written. The stored value is passed on unchanged. Loop only.
 */
final class Orphans {
    private static final int PAGE = 200;
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Engine engine;
    private final Set<String> freeing = new HashSet<>();
    private @Nullable String cursor;
    private boolean ended;

    Orphans(Engine engine) {
        this.engine = engine;
    }

    void end() {
        ended = true;
    }

    /** Frees the entry if it still names that token: hands it to the claimant, or to nobody. */
    void passOn(EntryId id, Token token, @Nullable Claim to, Runnable done) {
        engine.port()
                .call(
                        storage -> storage.read(List.of(id)).getFirst(),
                        found -> freeFound(id, token, to, done, found),
                        failure -> again(id, token, to, done));
    }

    private void again(EntryId id, Token token, @Nullable Claim to, Runnable done) {
        if (ended) {
            done.run();
        } else {
            engine.environment().schedule(AGAIN, () -> passOn(id, token, to, done));
        }
    }

    private void freeFound(EntryId id, Token token, @Nullable Claim to, Runnable done, Optional<Entry> found) {
        Entry entry = found.orElse(null);
        if (entry == null || !token.isSameSession(Token.parse(entry.content().holder()))) {
            if (to != null) {
                engine.inbox().forget(id);
            }
            done.run();
            return;
        }
        EntryFormat format = EntryFormat.of(entry).next(entry.updated(), true);
        Content content = entry.content()
                .withHolder(to == null ? null : to.by().toString())
                .withSystem((to == null ? format : format.withLoad(to.number())).text());
        Write write = Write.put(id, found, engine.ids().writeId(), content)
                .durable(Write.Durability.POWER)
                .superseding(Retention.keep(Duration.ofHours(24)));
        engine.queue()
                .submit(
                        write,
                        true,
                        decision -> {
                            if (decision.written() && to != null) {
                                engine.signal(to.by().incarnation());
                                engine.inbox().forget(id);
                            }
                            if (decision.written()) {
                                done.run();
                            } else {
                                passOn(id, token, to, done);
                            }
                        },
                        failure -> {});
    }

    /** Looks a few more times, because the token may still be written as holder after its load has ended. */
    void watch(EntryId id, Token token) {
        for (int millis : new int[] {100, 1_000, 5_000, 15_000}) {
            engine.environment().schedule(Duration.ofMillis(millis), () -> freeUnlessUsed(id, token));
        }
    }

    /** Looks at the next page of what is held by this incarnation. */
    void scan() {
        String prefix = engine.ids().incarnation() + "/";
        engine.port()
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
            Token token = Token.parse(entry.content().holder());
            if (token != null) {
                freeUnlessUsed(entry.id(), token);
            }
        }
    }

    private void freeUnlessUsed(EntryId id, Token token) {
        if (!ended && !engine.sessions().uses(id, token) && freeing.add(token.session())) {
            passOn(id, token, null, () -> freeing.remove(token.session()));
        }
    }
}
