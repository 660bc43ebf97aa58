package dev.datasave.cli;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.platform.PlayerSessions;
import java.util.List;
import java.util.concurrent.Executor;

/** What the samples in README.md and docs may use without declaring it. */
abstract class SampleContext {
    DataSave dataSave;
    ProfileStore<PlayerData> players;
    Profile<PlayerData> profile;
    PlayerSessions<PlayerData, Bot> sessions;
    Bot player;
    Executor gameThread;

    record PlayerData(long money, List<String> owned) {
        static PlayerData fresh() {
            return new PlayerData(0, List.of());
        }

        PlayerData earn(long amount) {
            return new PlayerData(money + amount, owned);
        }
    }

    record Gift(String item, long coins) {}

    /** A game's own class. */
    interface Bot {
        String userId();

        boolean isOnline();

        void kick(String reason);

        void tell(String line);
    }
}
