package dev.datasave.tck.simulation;

import dev.datasave.DataSaveException;
import dev.datasave.GrantResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.GameEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A player's profile on one server, as the game there has it. Edits and saves the profile, and writes down everything that the game is told. */
final class Visit {
    private final GameServer server;
    private final EntryId id;
    private final long session;
    private final Profile<Score> profile;
    private final Queue<Message<Score, Gift>> kept = new ArrayDeque<>();
    private boolean ended;

    /** A message of the simulated game. */
    record Gift(String name, Map<String, Long> goods) {}

    Visit(GameServer server, EntryId id, long session, Profile<Score> profile) {
        this.server = server;
        this.id = id;
        this.session = session;
        this.profile = profile;
    }

    /**
     * Listens, as a game does right after loading.
     *
     * @param lastWords whether it makes an edit in {@code onLastSave}
     * @param keeps which gifts it sets aside at first
     */
    void sit(boolean lastWords, Predicate<Gift> keeps) {
        see(new GameEvent.Loaded(profile.data().state()));
        if (lastWords) {
            profile.onLastSave(reason -> edit(true));
        }
        if (server.isUnruly()) {
            profile.onAfterSave(saved -> see(new GameEvent.AfterSave(saved.revision())));
        }
        profile.onMessage(Gift.class, message -> {
            if (keeps.test(message.payload())) {
                kept.add(message);
            } else {
                take(message);
            }
        });
        profile.onRelease(this::ended);
        profile.cache();
    }

    private void ended(ReleaseReason reason) {
        ended = true;
        see(new GameEvent.Released(reason.name()));
    }

    GameServer server() {
        return server;
    }

    EntryId id() {
        return id;
    }

    Profile<Score> profile() {
        return profile;
    }

    boolean hasEnded() {
        return ended;
    }

    String edit() {
        edit(false);
        return "edits on " + server;
    }

    private void edit(boolean isLast) {
        edit(isLast, Score::next);
    }

    private void edit(boolean isLast, BiFunction<Score, String, Score> next) {
        String[] states = new String[2];
        accepted(
                isLast,
                states,
                () -> profile.tryUpdate(score -> {
                    states[0] = score.state();
                    states[1] = server.newState();
                    return next.apply(score, states[1]);
                }));
    }

    /** Makes data that can't be stored, or mends it. */
    void spoil(boolean isBad) {
        if (!ended) {
            edit(false, (score, state) -> {
                see(new GameEvent.Spoiled(isBad));
                return score.spoiled(state, isBad);
            });
        }
    }

    /** An edit during which the server fell asleep was decided before; it may come to nothing, like an edit in {@code onLastSave}. */
    private void accepted(boolean isLast, String[] states, Supplier<Boolean> edit) {
        Duration before = server.now();
        try {
            boolean accepted = edit.get();
            boolean slept = !server.now().equals(before);
            see(
                    accepted
                            ? new GameEvent.Edited(states[0], states[1], isLast || slept)
                            : new GameEvent.EditRefused(false));
            if (!accepted) {
                profile.suspension().ifPresent(why -> see(new GameEvent.Suspended(why)));
            }
        } catch (DataSaveException.Busy busy) {
            see(new GameEvent.EditRefused(true));
        } catch (DataSaveException.NotActive ended) {
            see(new GameEvent.EditRefused(false));
        }
    }

    /** Takes the gifts that were set aside. */
    String takeKept() {
        Message<Score, Gift> message = kept.poll();
        if (message != null) {
            take(message);
        }
        return "takes a gift that was put aside on " + server;
    }

    private void take(Message<Score, Gift> message) {
        String[] states = new String[2];
        accepted(
                false,
                states,
                () -> message.acknowledge(score -> {
                    Score next = derive(
                            score, "take " + message.id(), message.payload().goods(), Goods.NONE);
                    states[0] = score.state();
                    states[1] = next.state();
                    return next;
                }));
    }

    Score derive(Score from, String deed, Map<String, Long> change, Map<String, Long> made) {
        return server.derive(id, session, from, deed, change, made);
    }

    /** A purchase. The shop reports it until it is granted, and sometimes once more. */
    String buy(String receipt) {
        Map<String, Long> goods = Goods.plus(Goods.coins(100), Map.of(receipt, 1L));
        String deed = "buy " + receipt;
        server.expect(deed, id, profile.grantOnceAsync(receipt, score -> derive(score, deed, goods, goods)), result -> {
            switch (result) {
                case GrantResult.Granted granted -> see(new GameEvent.Done(deed));
                case GrantResult.AlreadyGranted already -> see(new GameEvent.WasGranted(deed, true));
                case GrantResult.TakenBack back -> see(new GameEvent.WasGranted(deed, false));
                case GrantResult.NotGranted(var state) -> server.note(deed + ": " + state);
            }
        });
        return "buys " + receipt + " on " + server;
    }

    String save() {
        if (!ended) {
            answered("save", profile.saveAsync());
        }
        return "saves on " + server;
    }

    String release() {
        answered("release", profile.releaseAsync());
        return "releases on " + server;
    }

    private void answered(String what, CompletableFuture<SaveResult> answer) {
        String state = profile.data().state();
        server.expect(what + " of " + id, id, answer, result -> {
            switch (result) {
                case SaveResult.Saved(var revision, var updated) -> see(new GameEvent.Saved(what, state, revision));
                case SaveResult.NotSaved(var reason) -> see(new GameEvent.NotSaved(what, reason.name()));
            }
        });
    }

    void see(GameEvent seen) {
        server.see(id, session, seen);
    }
}
