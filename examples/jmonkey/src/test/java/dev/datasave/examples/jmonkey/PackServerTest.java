package dev.datasave.examples.jmonkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.WhenHeld;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.platform.ShutdownReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers and clients of the engine over loopback. */
@Timeout(120)
class PackServerTest {
    private static final String ALICES = "pack alice-rope alice-lamp alice-map";

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("packs.db");
    }

    /** A server of another kind, which holds alice's profile and does not give it away before it may. */
    private DataSave holder(CountDownLatch asked, CountDownLatch mayGo, BlockingQueue<ReleaseReason> ends) {
        DataSave dataSave = DataSave.builder(SqlStorage.sqlite(file())).build();
        Profile<Pack> profile = loaded(dataSave, "alice");
        profile.onLastSave(why -> {
            asked.countDown();
            try {
                assertThat(mayGo.await(3, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        profile.onRelease(ends::add);
        return dataSave;
    }

    /** The profile, which nobody else may hold. */
    private static Profile<Pack> loaded(DataSave dataSave, String name) {
        LoadOptions options = LoadOptions.defaults().whenHeld(WhenHeld.CANCEL);
        return switch (dataSave.keyedProfileStore(PackServer.STORE, Pack.class, Pack::of)
                .loadProfileAsync(name, options)
                .join()) {
            case LoadResult.Loaded<Pack>(var profile) -> profile;
            case LoadResult.NotLoaded<Pack>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    @Test
    void packIsThereAgain() throws Exception {
        int port = Hiker.freePort();
        try (PackServer server = new PackServer(file(), port);
                Hiker alice = new Hiker(port, "alice");
                Hiker bob = new Hiker(port, "bob")) {
            assertThat(alice.next()).isEqualTo(ALICES);
            assertThat(bob.next()).isEqualTo("pack bob-rope bob-lamp bob-map");
            alice.say("give bob alice-lamp");
            assertThat(alice.next()).isEqualTo("gave alice-lamp");
            alice.say("give bob alice-lamp");
            assertThat(alice.next()).isEqualTo("no");
            bob.say("pack");
            assertThat(bob.next()).isEqualTo("pack bob-rope bob-lamp bob-map alice-lamp");
            assertThat(server.stop()).isEqualTo(new ShutdownReport(2, 0, List.of(), List.of()));
            assertThat(alice.next()).isEqualTo("bye The server is stopping.");
            assertThat(bob.next()).isEqualTo("bye The server is stopping.");
        }
        int other = Hiker.freePort();
        try (PackServer server = new PackServer(file(), other);
                Hiker alice = new Hiker(other, "alice")) {
            assertThat(alice.next()).isEqualTo("pack alice-rope alice-map");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void playerHopsWhileTheFirstServerHasNotNoticed() throws Exception {
        int here = Hiker.freePort();
        int there = Hiker.freePort();
        try (PackServer one = new PackServer(file(), here);
                PackServer two = new PackServer(file(), there);
                Hiker first = new Hiker(here, "alice")) {
            assertThat(first.next()).isEqualTo(ALICES);
            try (Hiker second = new Hiker(there, "alice")) {
                assertThat(second.next()).isEqualTo(ALICES);
                assertThat(first.next()).isEqualTo("bye You have joined another server.");
                assertThat(two.connections()).isOne();
            }
            assertThat(one.stop().isClean()).isTrue();
        }
    }

    @Test
    void playerComesTwiceAndTheSecondConnectionStays() throws Exception {
        int port = Hiker.freePort();
        try (PackServer server = new PackServer(file(), port);
                Hiker first = new Hiker(port, "alice")) {
            assertThat(first.next()).isEqualTo(ALICES);
            try (Hiker second = new Hiker(port, "alice")) {
                assertThat(second.next()).isEqualTo(ALICES);
                assertThat(first.next()).isEqualTo("bye You have joined from another place.");
                second.say("pack");
                assertThat(second.next()).isEqualTo(ALICES);
            }
            assertThat(server.stop().isClean()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("try") // the holder is there to be asked
    void quitWhileLoadingHoldsNothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        int port = Hiker.freePort();
        try (DataSave holder = holder(asked, mayGo, new LinkedBlockingQueue<>());
                PackServer server = new PackServer(file(), port)) {
            try (Hiker alice = new Hiker(port, "alice")) {
                asked.await(); // the server's load is under way
                assertThat(server.connections()).isOne();
            }
            Hiker.until(() -> server.connections() == 0);
            mayGo.countDown();
            assertThat(server.stop().isClean()).isTrue();
        }
        try (DataSave after = DataSave.builder(SqlStorage.sqlite(file())).build()) {
            assertThat(loaded(after, "alice").data()).isEqualTo(Pack.of("alice"));
        }
    }

    @Test
    @SuppressWarnings("try")
    void stopSendsAwayWhoIsLoadingToo() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        BlockingQueue<ReleaseReason> ends = new LinkedBlockingQueue<>();
        int port = Hiker.freePort();
        try (DataSave holder = holder(asked, mayGo, ends);
                PackServer server = new PackServer(file(), port);
                Hiker bob = new Hiker(port, "bob");
                Hiker alice = new Hiker(port, "alice")) {
            assertThat(bob.next()).startsWith("pack bob-rope");
            asked.await();
            mayGo.countDown();
            ShutdownReport report = server.stop();
            assertThat(report.isClean()).isTrue();
            assertThat(report.released() + report.loadsEnded()).isEqualTo(2);
            assertThat(bob.next()).isEqualTo("bye The server is stopping.");
            assertThat(lastOf(alice)).isEqualTo("bye The server is stopping.");
            assertThat(ends.take()).isEqualTo(ReleaseReason.HANDED_OVER);
        }
    }

    /** She may have been let in a moment before. */
    private static String lastOf(Hiker hiker) throws InterruptedException {
        String heard = hiker.next();
        return heard.startsWith("pack") ? hiker.next() : heard;
    }

    @Test
    void whoHasNoNameIsNotLetIn() throws IOException, InterruptedException {
        int port = Hiker.freePort();
        try (PackServer server = new PackServer(file(), port);
                Hiker nobody = new Hiker(port, "")) {
            assertThat(nobody.next()).isEqualTo("bye That is no name.");
            assertThat(server.stop()).isEqualTo(new ShutdownReport(0, 0, List.of(), List.of()));
        }
    }
}
