package dev.datasave.tck.simulation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.EditOutcome;
import dev.datasave.ErasureReceipt;
import dev.datasave.Message;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.RollbackOutcome;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.checker.Ledger;
import dev.datasave.tck.checker.MarkRules;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.VirtualNetwork;
import dev.datasave.tck.simulation.Crowd.Mailed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The operator of the simulated game: edits profiles, rolls them back, removes them, and erases people. */
final class Admin {
    static final String NAME = "operator";

    private final VirtualNetwork network;
    private final Crowd crowd;
    private final Mishaps mishaps;
    private final Faults faults;
    private final boolean isThere;
    private final RandomGenerator luck;

    /** @param isThere whether the operator does anything */
    Admin(VirtualNetwork network, Crowd crowd, Mishaps mishaps, Faults faults, boolean isThere) {
        this.network = network;
        this.crowd = crowd;
        this.mishaps = mishaps;
        this.faults = faults;
        this.isThere = isThere;
        this.luck = new SplittableRandom(network.random().nextLong());
        crowd.whenSpooled(this::spooled);
    }

    /** Does one thing, and describes it. */
    String act(RandomGenerator random) {
        Player player = crowd.any(random);
        EntryId id = (random.nextInt(4) == 0 ? crowd.spooled().orElse(player) : player).id();
        return crowd.fleet()
                .any(random)
                .map(server -> act(server, id, random) + " on " + server)
                .orElse("finds no server");
    }

    private String act(GameServer server, EntryId id, RandomGenerator random) {
        int dice = random.nextInt(100);
        if (dice < 32) {
            return bonus(server, id) + then(server, id, random);
        } else if (dice < 44) {
            return edit(server, id);
        } else if (dice < 65) {
            return rollBack(server, id, random);
        } else if (dice < 70) {
            return wipe(server, id);
        } else if (dice < 78) {
            EntryId stranger = crowd.stranger().map(Player::id).orElse(id);
            return erase(server, random.nextBoolean() ? stranger : id, random);
        }
        return crowd.anyMail(random)
                .map(mail -> dice < 92 ? withdraw(server, mail) : sendAgain(server, mail))
                .orElse("finds no message");
    }

    /** After a state went into a spool, sometimes erases its person before the state comes out again. */
    private void spooled(EntryId id) {
        if (isThere && luck.nextInt(3) == 0) {
            network.schedule(Fleet.millis(luck, 100, 15_000), () -> erase(id, luck));
        }
    }

    /** Erases the person of a profile, on any server. */
    void erase(EntryId id, RandomGenerator random) {
        crowd.fleet().any(random).ifPresent(server -> {
            String unused = erase(server, id, random);
        });
    }

    /** Makes trouble while the owner is asked. */
    private String then(GameServer asking, EntryId id, RandomGenerator random) {
        Optional<GameServer> owner = crowd.owner(id).filter(other -> other != asking);
        if (owner.isEmpty()) {
            return "";
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                if (faults.outages() > 0) {
                    Duration time = Fleet.millis(random, 300, 12_000);
                    network.schedule(Fleet.millis(random, 1, 5), () -> network.outage(asking.dataSave(), time));
                }
                network.schedule(Fleet.millis(random, 3, 300), () -> erase(id, random));
                yield ", who is erased then";
            }
            case 2 -> {
                if (faults.naps() > 0) {
                    network.nap(owner.get().dataSave(), random.nextInt(40), millisUpTo40s(random));
                }
                yield ", whose owner " + owner.get() + " may fall asleep";
            }
            case 3, 4 -> {
                if (faults.breakages() > 0) {
                    mishaps.breakage(id, millisUpTo40s(random));
                }
                yield ", who may be impossible to store";
            }
            default -> "";
        };
    }

    private static Duration millisUpTo40s(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(14_000, 40_000));
    }

    private static String bonus(GameServer server, EntryId id) {
        String name = server.newName("bonus ");
        int how = new SplittableRandom(name.hashCode()).nextInt(4);
        String deed = how < 2 ? name : name + MarkRules.MARKED;
        EditOptions mark = EditOptions.defaults().metadata(MarkRules.MARK, deed);
        JsonPrimitive arguments = new JsonPrimitive(id.key() + " " + deed);
        ProfileStore<Score> store = server.store();
        edited(
                server,
                id,
                deed,
                switch (how) {
                    case 0, 1 -> store.editAsync(id.key(), GameServer.BONUS, arguments, deed);
                    case 2 -> store.editAsync(id.key(), GameServer.BONUS, arguments, mark, deed);
                    default -> store.editAsync(id.key(), mark, deed);
                });
        return deed + " for " + id.key();
    }

    private static String edit(GameServer server, EntryId id) {
        String deed = server.newName("edit ");
        edited(
                server,
                id,
                deed,
                server.store()
                        .editAsync(
                                id.key(),
                                score -> server.derive(id, 0, score, deed, Goods.coins(2), Goods.coins(2)),
                                deed));
        return deed + " of " + id.key();
    }

    private static void edited(GameServer server, EntryId id, String deed, CompletableFuture<EditOutcome> edit) {
        server.expect(
                deed,
                id,
                edit,
                outcome -> server.see(
                        id,
                        0,
                        outcome instanceof EditOutcome.Applied
                                ? new GameEvent.Done(deed)
                                : new GameEvent.NotDone(deed)));
    }

    private String rollBack(GameServer server, EntryId id, RandomGenerator random) {
        long newest = network.storage()
                .read(List.of(id))
                .getFirst()
                .map(Entry::revision)
                .orElse(1L);
        long to = random.nextLong(Math.max(1, newest - 12), newest + 1);
        String deed = server.newName("rollback ");
        server.see(id, 0, new GameEvent.RollingBack(to, deed));
        server.expect(deed, id, server.store().rollbackAsync(id.key(), to, deed), outcome -> {
            server.note(deed + ": " + outcome);
            if (outcome instanceof RollbackOutcome.RolledBack(var where, var revision, var undo, var takenBack)) {
                server.see(id, 0, new GameEvent.Done(deed));
                takenBack.messages().forEach(message -> crowd.mailed(id, message));
            } else {
                server.see(id, 0, new GameEvent.NotDone(deed));
            }
        });
        return deed + " of " + id.key() + " to " + to;
    }

    private static String wipe(GameServer server, EntryId id) {
        server.see(id, 0, new GameEvent.Removing(false));
        server.expect("wipe of " + id, id, server.store().wipeProfileAsync(id.key()), result -> {});
        return "wipes " + id.key();
    }

    private String erase(GameServer server, EntryId id, RandomGenerator random) {
        Instant begun = network.instant();
        boolean byKey = random.nextBoolean();
        UserDataOptions patient =
                UserDataOptions.defaults().timeout(Duration.ofMillis(random.nextLong(12_000, 60_000)));
        UserDataOptions options = byKey ? patient.keyTemplate(id.store(), UserDataOptions.USER_ID) : patient;
        String person = GameServer.userId(id);
        Map<String, EntryId> sent = new HashMap<>();
        UserDataOptions all = decided(server, new SplittableRandom(person.hashCode() + begun.toEpochMilli()), sent)
                .map(options::sentMessages)
                .orElse(options);
        server.see(id, 0, new GameEvent.Removing(true));
        server.expect("erasure of " + person, id, server.dataSave().eraseUserAsync(person, all), receipt -> {
            receipt.items().stream()
                    .filter(item -> item.done() == ErasureReceipt.Done.ERASED
                            && !item.note().isEmpty())
                    .map(item -> item.key().substring(item.key().indexOf('/') + 1))
                    .forEach(message -> server.see(
                            Objects.requireNonNull(sent.get(message), "asked about what was removed"),
                            0,
                            new GameEvent.NotDone("take " + message)));
            if (receipt.isComplete()) {
                server.see(id, 0, new GameEvent.Erased(left(id, begun, byKey)));
            }
        });
        return "erases " + id.key();
    }

    /** What becomes of gifts that the person sent and that wait: some erasures rewrite them, some remove them, others say nothing of them. */
    private static Optional<UserDataOptions.SentMessages> decided(
            GameServer server, RandomGenerator luck, Map<String, EntryId> asked) {
        int dice = luck.nextInt(5);
        return dice == 0
                ? Optional.empty()
                : Optional.of(message -> {
                    EntryId to = new EntryId(message.to().store(), message.to().key());
                    asked.put(message.id(), to);
                    if (dice < 3) {
                        return UserDataOptions.Detach.Outcome.rewrite(message.payload());
                    }
                    server.see(to, 0, new GameEvent.Withdrawing(message.id()));
                    return UserDataOptions.Detach.Outcome.remove();
                });
    }

    /** Older data that is still connected to the person, now or in history; with {@code byKey}, also data of the person's profile. */
    private List<String> left(EntryId id, Instant before, boolean byKey) {
        Storage storage = network.storage();
        String person = GameServer.userId(id);
        return Stream.of(
                        EntryQuery.user(person),
                        EntryQuery.past(person),
                        EntryQuery.keys(Ledger.MESSAGES, ""),
                        EntryQuery.keys("~receipt", ""))
                .flatMap(query -> storage.list(query.withLimit(1000)).items().stream())
                .filter(entry -> entry.content().userIds().contains(person)
                        || isFrom(person, entry)
                        || (byKey && isFor(id, entry)))
                .filter(entry -> entry.updated().isBefore(before))
                .map(entry -> entry.id() + " r" + entry.revision())
                .toList();
    }

    private static boolean isFrom(String person, Entry entry) {
        JsonElement json = JsonParser.parseString(String.valueOf(entry.content().value()));
        return entry.id().store().equals(Ledger.MESSAGES)
                && json instanceof JsonObject value
                && value.has("senders")
                && value.getAsJsonArray("senders").contains(new JsonPrimitive(person));
    }

    private static boolean isFor(EntryId profile, Entry entry) {
        JsonElement json = JsonParser.parseString(String.valueOf(entry.content().value()));
        return json instanceof JsonObject value
                && value.has("store")
                && value.get("store").getAsString().equals(profile.store())
                && value.get("key").getAsString().equals(Goods.person(profile).key());
    }

    private static String withdraw(GameServer server, Mailed mail) {
        String deed = "take " + mail.message();
        server.see(mail.to(), 0, new GameEvent.Withdrawing(mail.message()));
        server.expect(
                "withdrawal of " + mail.message(),
                mail.to(),
                server.store().withdrawMessageAsync(mail.to().key(), mail.message()),
                change -> {
                    if (change instanceof Message.Change.Done) {
                        server.see(mail.to(), 0, new GameEvent.NotDone(deed));
                    }
                });
        return "withdraws " + mail.message();
    }

    private static String sendAgain(GameServer server, Mailed mail) {
        String why = server.newName("again ");
        server.see(mail.to(), 0, new GameEvent.SendingAgain(mail.message()));
        server.expect(
                why,
                mail.to(),
                server.store().messageAgainAsync(mail.to().key(), mail.message(), why),
                outcome -> server.note(why + ": " + outcome));
        return why + ": sends " + mail.message();
    }
}
