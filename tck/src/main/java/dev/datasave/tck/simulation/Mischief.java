package dev.datasave.tck.simulation;

import com.google.gson.JsonPrimitive;
import dev.datasave.Transaction;
import dev.datasave.tck.simulation.GameServer.Manners;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Code of the game that misbehaves: a game thread that throws, is late, or runs a task twice; functions and listeners that throw what they may not; data
 * that can't be stored. None of it may stop the engine or cost more than the edit that it belongs to.
 */
final class Mischief {
    static final String NAME = "mischief";

    private final Fleet fleet;
    private final Crowd crowd;
    private final boolean isCalm;

    /** @param isCalm whether nothing may take longer than usual */
    Mischief(Fleet fleet, Crowd crowd, boolean isCalm) {
        this.fleet = fleet;
        this.crowd = crowd;
        this.isCalm = isCalm;
    }

    /** A checked exception out of a function that declares none, as Kotlin, Groovy and sneaky throws let it out. */
    static RuntimeException checked() {
        return Mischief.<RuntimeException>sneak(new IOException(NAME));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneak(Throwable checked) throws E {
        throw (E) checked;
    }

    /** Does one thing, and describes it. */
    String act(RandomGenerator random) {
        List<Visit> seats = crowd.any(random).seats();
        if (seats.isEmpty() || random.nextInt(4) == 0) {
            return fleet.any(random).map(server -> behave(server, random)).orElse("finds no server");
        }
        return act(seats.get(random.nextInt(seats.size())), random);
    }

    private String behave(GameServer server, RandomGenerator random) {
        List<Manners> all = List.of(Manners.values());
        Manners how = all.get(random.nextInt(all.size()));
        if (how == Manners.RUNS_LATE && isCalm) {
            how = Manners.THROWS; // a listener is waited for
        }
        Duration time = Fleet.millis(random, 100, 20_000);
        server.behave(how, time);
        return "game thread of " + server + ": " + how + " for " + time;
    }

    private String act(Visit seat, RandomGenerator random) {
        GameServer server = seat.server();
        return switch (random.nextInt(7)) {
            case 0 -> {
                server.expect(
                        "grant that throws",
                        seat.id(),
                        seat.profile().grantOnceAsync(server.newName("never "), score -> {
                            throw checked();
                        }),
                        granted -> {});
                yield "grant that throws on " + server;
            }
            case 1 -> {
                server.expect(
                        "transaction that throws",
                        seat.id(),
                        server.dataSave().transactAsync(Transaction.Participants.of(seat.profile()), tx -> {
                            throw checked();
                        }),
                        done -> {});
                yield "transaction that throws on " + server;
            }
            case 2 -> throwingOperator(seat, random.nextBoolean());
            case 3 -> throwingListeners(seat);
            case 4 -> throwingEdit(seat);
            default -> spoil(seat, random);
        };
    }

    private static String throwingOperator(Visit seat, boolean byName) {
        GameServer server = seat.server();
        String key = seat.id().key();
        String why = server.newName("never ");
        server.expect(
                why,
                seat.id(),
                byName
                        ? server.store().editAsync(key, GameServer.BONUS, new JsonPrimitive(NAME), why)
                        : server.store()
                                .editAsync(
                                        key,
                                        score -> {
                                            throw checked();
                                        },
                                        why),
                outcome -> {});
        return "operator's edit that throws on " + server;
    }

    private static String throwingListeners(Visit seat) {
        seat.profile().onLastSave(reason -> {
            throw checked();
        });
        seat.profile().onAfterSave(saved -> {
            throw checked();
        });
        seat.profile().onRelease(reason -> {
            throw new AssertionError(NAME);
        });
        return "listeners that throw on " + seat.server();
    }

    private static String throwingEdit(Visit seat) {
        try {
            boolean accepted = seat.profile().tryUpdate(score -> {
                throw checked();
            });
            seat.server().note("an edit that throws was " + (accepted ? "accepted" : "refused"));
        } catch (Exception thrown) {
            seat.server().note("an edit threw " + thrown);
        }
        return "edit that throws on " + seat.server();
    }

    /** Makes data that can't be stored, and mends it sometimes. */
    private String spoil(Visit seat, RandomGenerator random) {
        boolean mends = random.nextBoolean();
        Duration after = Fleet.millis(random, 10, 20_000);
        seat.spoil(true);
        if (mends) {
            fleet.later(seat.server(), after, () -> seat.spoil(false));
        }
        return "data that can't be stored on " + seat.server() + (mends ? ", for " + after : "");
    }
}
