package dev.datasave.examples.jmonkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Players who hop between two servers of one file, give each other things, and quit at every moment: each thing is there once in the end. */
@Timeout(300)
class AuditTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "eve", "frank");
    private static final int VISITS = 25;

    /** A server that stops forgets whom it has accepted and not yet greeted: the engine does not close such a connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @Test
    void noThingIsLostOrDoubled() throws Exception {
        Path file = folder.resolve("packs.db");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            PackServer one = open(file);
            PackServer two = open(file);
            List<Future<?>> players = new ArrayList<>();
            for (String name : NAMES) {
                players.add(threads.submit(() -> {
                    play(name, new Random(name.hashCode()));
                    return name;
                }));
            }
            Hiker.until(() -> count("gave") >= 20 || players.stream().allMatch(Future::isDone));
            ports.removeFirst();
            assertThat(one.stop().isClean()).isTrue(); // while they play
            PackServer three = open(file);
            for (Future<?> player : players) {
                player.get();
            }
            assertThat(two.stop().isClean()).isTrue();
            assertThat(three.stop().isClean()).isTrue();
        }
        System.out.println(counts);
        assertThat(count("pack")).isPositive();
        assertThat(everything(file))
                .containsExactlyInAnyOrderElementsOf(NAMES.stream()
                        .flatMap(name -> Pack.of(name).things().stream())
                        .toList());
    }

    private PackServer open(Path file) throws IOException {
        int port = Hiker.freePort();
        PackServer server = new PackServer(file, port);
        ports.add(port);
        return server;
    }

    private void play(String name, Random random) throws InterruptedException {
        for (int visit = 0; visit < VISITS; visit++) {
            int port = ports.get(random.nextInt(ports.size()));
            try (Hiker hiker = new Hiker(port, name, PATIENCE)) {
                String heard = random.nextInt(4) == 0 ? "quit" : hiker.next(); // some don't wait for the answer
                for (int gift = 0; gift < 6 && note(heard).startsWith("pack "); gift++) {
                    heard = give(hiker, heard, random);
                }
            } catch (IOException closed) {
                note("closed");
            }
        }
    }

    /** Gives one of the things that were heard of to somebody, who may be here. Returns the pack afterwards. */
    private String give(Hiker hiker, String pack, Random random) throws InterruptedException {
        String[] words = pack.split(" ", -1);
        if (words.length < 2) {
            return "nothing to give";
        }
        String thing = words[random.nextInt(1, words.length)];
        hiker.say("give " + NAMES.get(random.nextInt(NAMES.size())) + " " + thing);
        if (note(hiker.next()).startsWith("bye")) {
            return "bye";
        }
        hiker.say("pack");
        return hiker.next();
    }

    private String note(String heard) {
        counts.computeIfAbsent(heard.split(" ", 2)[0], first -> new AtomicInteger())
                .incrementAndGet();
        return heard;
    }

    private int count(String first) {
        AtomicInteger count = counts.get(first);
        return count == null ? 0 : count.get();
    }

    private static List<String> everything(Path file) {
        try (DataSave dataSave = DataSave.builder(SqlStorage.sqlite(file)).build()) {
            ProfileStore<Pack> players = dataSave.keyedProfileStore(PackServer.STORE, Pack.class, Pack::of);
            return NAMES.stream().flatMap(name -> things(players, name)).toList();
        }
    }

    private static Stream<String> things(ProfileStore<Pack> players, String name) {
        return switch (players.loadProfileAsync(name).join()) {
            case LoadResult.Loaded<Pack>(var profile) -> profile.data().things().stream();
            case LoadResult.NotLoaded<Pack>(var reason) -> throw new AssertionError(name + ": " + reason);
        };
    }
}
