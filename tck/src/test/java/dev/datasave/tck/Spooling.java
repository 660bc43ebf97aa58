package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.Orphan;
import dev.datasave.Profile;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Entry;
import dev.datasave.tck.network.VirtualDisk;
import java.nio.file.Path;
import java.util.List;

/** What the tests of the spool share: servers with one directory, and outages at their end. */
abstract class Spooling extends GameOnNetwork {
    static final Path DIRECTORY = Path.of("spool");
    final VirtualDisk disk = network.disk(DIRECTORY);

    DataSave spooling(String name) {
        return spooling(name, DIRECTORY);
    }

    DataSave spooling(String name, Path directory) {
        return server(name, builder -> builder.spoolDirectory(directory));
    }

    /** Has the profile, connected to the user of its key, with so many coins, none of which are saved. */
    Profile<Purse> unsaved(DataSave server, String key, long coins) {
        Profile<Purse> profile = load(purses(server), key, DEFAULTS.userId(key));
        profile.update(purse -> purse.earn(coins));
        return profile;
    }

    /** Closes the server while the storage is away for a long time. */
    CloseReport closeInOutage(DataSave server) {
        network.outage(seconds(600));
        return network.closeServer(server);
    }

    void storageIsBack() {
        network.outage(seconds(0));
    }

    /** Lets a server with the directory be started, and replay what lies there. */
    DataSave restarted(String name) {
        storageIsBack();
        DataSave server = spooling(name);
        network.advance(seconds(2));
        return server;
    }

    long coins(String key) {
        return coins(entry(key));
    }

    static long coins(Entry entry) {
        String value = entry.content().value();
        return com.google.gson.JsonParser.parseString(String.valueOf(value))
                .getAsJsonObject()
                .get("coins")
                .getAsLong();
    }

    List<Orphan<Purse>> orphans(DataSave server, String key) {
        return network.await(purses(server).orphansAsync(key));
    }

    /** Erases the user of that key. */
    void erase(DataSave by, String key) {
        assertThat(network.await(by.eraseUserAsync(key, UserDataOptions.defaults()))
                        .isComplete())
                .isTrue();
    }

    void isStoredAndFree(String key, long coins) {
        assertThat(coins(key)).isEqualTo(coins);
        assertThat(entry(key).content().holder()).isNull();
        assertThat(disk.states()).isEmpty();
    }
}
