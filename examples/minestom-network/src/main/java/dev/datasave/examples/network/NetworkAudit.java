package dev.datasave.examples.network;

import com.google.gson.JsonElement;
import dev.datasave.DataSave;
import dev.datasave.KeyInfo;
import dev.datasave.Message;
import dev.datasave.Paging;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the database of a network that is not running: every coin is accounted for, no item is there twice, and no living session holds a
 * player. It needs nothing of the game's, because items are texts.
 */
public final class NetworkAudit {
    private static final Pattern SERIAL = Pattern.compile("serial:\"?([0-9a-f-]{36})");

    private final ProfileStore<Hero> heroes;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();
    private long earned;
    private long coins;
    private long inMail;
    private long profiles;

    private NetworkAudit(ProfileStore<Hero> heroes) {
        this.heroes = heroes;
    }

    /** {@code jdbc:sqlite:players.db}; the exit code is 0 if all is well. */
    public static void main(String[] args) {
        boolean isWell;
        try (DataSave dataSave =
                DataSave.builder(SqlStorage.open(args[0])).serverName("audit").build()) {
            NetworkAudit audit = new NetworkAudit(NetworkServer.heroes(dataSave));
            audit.run();
            audit.problems.forEach(problem -> System.out.println("problem: " + problem));
            System.out.println(audit.summary());
            isWell = audit.problems.isEmpty();
        }
        System.exit(isWell ? 0 : 1);
    }

    /** What is wrong with the heroes that are stored; empty if nothing is. */
    static List<String> problems(ProfileStore<Hero> heroes) {
        NetworkAudit audit = new NetworkAudit(heroes);
        audit.run();
        return audit.problems;
    }

    private String summary() {
        return profiles + " players, " + owners.size() + " items, " + coins + " coins and " + inMail + " in mail, of "
                + earned + " earned, " + problems.size() + " problems";
    }

    private void run() {
        Paging paging = Paging.first(100);
        Page<KeyInfo> page;
        do {
            page = heroes.profileKeysAsync("", paging).join();
            page.items().forEach(info -> look(info.key()));
            paging = paging.after(page.next());
        } while (page.next() != null);
        if (coins + inMail != earned) {
            problems.add("found " + coins + " coins and " + inMail + " in mail, expected the " + earned
                    + " that were earned");
        }
    }

    private void look(String key) {
        heroes.viewProfileAsync(key).join().ifPresent(view -> {
            Hero hero = view.data();
            profiles++;
            coins += hero.coins();
            earned += hero.earned();
            if (!hero.isBalanced()) {
                problems.add(key + " has " + hero.coins() + " coins, but earned " + hero.earned() + ", received "
                        + hero.received() + " and sent " + hero.sent());
            }
            hero.items().forEach((slot, item) -> item(key + " slot " + slot, item));
        });
        heroes.holderAsync(key)
                .join()
                .ifPresent(holder -> problems.add(key + " is held by " + holder.serverName() + ", expected nobody"));
        for (Message.Pending parcel : heroes.pendingMessagesAsync(key).join()) {
            JsonElement content = parcel.payload();
            inMail += content.getAsJsonObject().get("coins").getAsLong();
        }
    }

    private void item(String where, String text) {
        Matcher serial = SERIAL.matcher(text);
        if (!serial.find()) {
            problems.add(where + " has an item without a serial: " + text);
            return;
        }
        String other = owners.put(serial.group(1), where);
        if (other != null) {
            problems.add(where + " and " + other + " have the same item " + serial.group(1));
        }
    }
}
