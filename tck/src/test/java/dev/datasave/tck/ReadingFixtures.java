package dev.datasave.tck;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileView;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.tck.FixtureScenario.Gift;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the tests share that read the fixtures of stored formats: every test runs with each fixture that a build has left, and with one of this build.
 * What they expect is written out, and is what {@link FixtureScenario} has played.
 */
@ParameterizedClass
@MethodSource("fixtures")
abstract class ReadingFixtures extends Spooling {
    final StoredFixture fixture;

    ReadingFixtures(StoredFixture fixture) {
        this.fixture = fixture;
    }

    static Stream<Arguments> fixtures() {
        return Stream.concat(
                FixtureFolders.all().stream()
                        .map(folder ->
                                Arguments.argumentSet("fixture " + folder.getFileName(), FixtureFolders.read(folder))),
                Stream.of(Arguments.argumentSet("fixture of this build", FixtureFolders.ofThisBuild())));
    }

    /** A server that starts where all of the fixture is stored. */
    DataSave reader() {
        fixture.into(network, disk);
        return server("reader");
    }

    /** A moment of the day that was played, to the second. */
    static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }

    static Instant second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    static ProfileStore<Purse> store(DataSave server) {
        return FixtureScenario.store(server);
    }

    Profile<Purse> loaded(DataSave server, String key) {
        return load(store(server), key);
    }

    /** The profile, with its gifts taken as they come; after a while. */
    Profile<Purse> taking(DataSave server, String key) {
        Profile<Purse> profile = FixtureScenario.taking(loaded(server, key));
        network.advance(seconds(3));
        return profile;
    }

    ProfileView<Purse> view(DataSave server, String key) {
        return network.await(store(server).viewProfileAsync(key)).orElseThrow();
    }

    static Purse purse(long coins, String... items) {
        return new Purse(coins, List.of(items));
    }

    static Gift gift(String name, long coins) {
        return new Gift(name, coins);
    }

    List<Entry> standing(String store) {
        return network.storage()
                .list(EntryQuery.keys(store, "").withLimit(1000))
                .items();
    }

    /** Whether it stands there and is no tombstone. */
    boolean stands(EntryId id) {
        return network.storage()
                .read(List.of(id))
                .getFirst()
                .filter(entry -> !entry.isTombstone())
                .isPresent();
    }

    /** The first half of what the profile's holder is: the incarnation of a server. */
    static String incarnation(Entry profile) {
        return parts(profile)[0];
    }

    /** The second half: the session. */
    static String session(Entry profile) {
        return parts(profile)[1];
    }

    private static String[] parts(Entry profile) {
        return String.valueOf(profile.content().holder()).split("/", 2);
    }
}
