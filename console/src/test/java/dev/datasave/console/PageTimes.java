package dev.datasave.console;

import com.sun.management.OperatingSystemMXBean;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures how long pages take with many stored profiles on SQLite; no test. Arguments: how many profiles (default 100000), and how often each page is asked for
 * (default 100). Prints p50 and p95 in milliseconds, and the processor time of a request: of the console, the storage and the one who asks, which are one process.
 * The first ten requests of each page don't count.
 */
final class PageTimes {
    private static final int WARM = 10;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private PageTimes() {}

    public static void main(String[] args) throws Exception {
        int profiles = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        Path folder = Files.createTempDirectory("page-times");
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            fill(ground, profiles);
            ground.save(ground.rich("k"), new ConsoleGround.Bag(3, List.of("shield")));
            Browser browser = ground.alice();
            ground.server.look();
            for (String page : List.of(
                    "/",
                    "/server?id=" + ground.game.incarnation(),
                    "/find?store=Many",
                    "/find?store=Many&prefix=player-0050",
                    "/find?user=person-5000",
                    "/ranking?store=Many",
                    "/profile?store=Many&key=player-0005000",
                    "/profile?store=Bag&key=k",
                    "/profile/diff?store=Bag&key=k&from=2&to=3",
                    "/person?user=person-5000",
                    "/messages?store=Bag&key=k",
                    "/audit",
                    "/health")) {
                measure(browser, page, times);
            }
        }
    }

    private static void measure(Browser browser, String page, int times) {
        long[] took = new long[times];
        long processor = 0;
        for (int i = -WARM; i < times; i++) {
            if (i == 0) {
                processor = PROCESS.getProcessCpuTime();
            }
            long begun = System.nanoTime();
            String unused = browser.get(page);
            if (i >= 0) {
                took[i] = System.nanoTime() - begun;
            }
        }
        processor = PROCESS.getProcessCpuTime() - processor;
        Arrays.sort(took);
        System.out.printf(
                "%-45s %d  p50 %6.1f  p95 %6.1f  processor %5.1f%n",
                page.length() > 45 ? page.substring(0, 45) : page,
                browser.status(),
                took[times / 2] / 1e6,
                took[times * 95 / 100] / 1e6,
                processor / 1e6 / times);
    }

    private static void fill(ConsoleGround ground, int profiles) {
        String system = "{\"loads\":1}";
        List<Write> batch = new ArrayList<>();
        for (int i = 0; i < profiles; i++) {
            String value =
                    "{\"coins\":" + i + ",\"items\":[\"shield\",\"sword\"],\"note\":\"" + "x".repeat(500) + "\"}";
            Content content = new Content(value, Set.of("person-" + i), Map.of(), null, Content.Score.of(i), system);
            batch.add(Write.put(
                    new EntryId("Many", String.format("player-%07d", i)), Optional.empty(), "w" + i, content));
            if (batch.size() == 500) {
                var unused = ground.storage.write(batch, Atomicity.EACH);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            var unused = ground.storage.write(batch, Atomicity.EACH);
        }
    }
}
