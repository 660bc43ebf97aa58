package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Entries of the engine's own that somebody has damaged: each harms at most what it is about. */
class DamagedEntriesTest extends GameOnNetwork {
    private static final List<String> DAMAGED = List.of(
            "{}",
            "[]",
            "nonsense",
            "{\"name\":{},\"leaseMillis\":\"never\"}",
            "{\"leaseMillis\":9223372036854775807}",
            "{\"leaseMillis\":[]}",
            "{\"holder\":null,\"by\":7}",
            "{\"store\":\"Purse\",\"key\":\"k\",\"holder\":[],\"by\":\"a/b\",\"number\":\"x\"}");

    private void put(EntryId id, Content content) {
        network.storage().write(List.of(Write.put(id, Optional.empty(), "by hand", content)), Atomicity.EACH);
    }

    private static EntryId claimOf(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("Purse\0" + key).getBytes(StandardCharsets.UTF_8));
            return new EntryId("~claim", HexFormat.of().formatHex(hash, 0, 20));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("F5: an engine's part of another shape is Corrupt, and stays as it is")
    void theSystemPartIsDamaged() {
        DataSave a = server("a");
        List<String> systems = List.of(
                "[]",
                "{\"loads\":\"many\"}",
                "{\"loads\":{}}",
                "{\"schema\":4294967297}",
                "{\"consumed\":{}}",
                "{\"consumed\":[[]]}",
                "{\"rollbacks\":[[]]}",
                "{\"rollbacks\":[5]}",
                "{\"note\":7}",
                "{\"erased\":null}");
        for (int i = 0; i < systems.size(); i++) {
            String key = "k" + i;
            put(
                    new EntryId("Purse", key),
                    new Content("{\"coins\":5}", Set.of(), Map.of(), null, null, systems.get(i)));
            assertThat(refusal(purses(a).loadProfileAsync(key)))
                    .as(systems.get(i))
                    .isInstanceOf(NotLoadedReason.Corrupt.class);
            assertThat(entry(key).writeId()).isEqualTo("by hand");
        }
    }

    @Test
    @DisplayName("P4: a lease that says nothing sensible keeps nobody from taking over from the dead, and ends itself")
    void aLeaseIsDamaged() {
        for (int i = 0; i < DAMAGED.size(); i++) {
            put(new EntryId("~lease", "damaged" + i), Content.of(DAMAGED.get(i)));
        }
        DataSave a = server("a");
        load(purses(a), "k");
        network.kill(a);
        DataSave b = server("b");
        assertThat(load(purses(b), "k").state()).isEqualTo(ProfileState.ACTIVE);
        network.advance(seconds(30));
        for (int i = 0; i < DAMAGED.size(); i++) {
            EntryId lease = new EntryId("~lease", "damaged" + i);
            assertThat(network.storage().read(List.of(lease)).getFirst())
                    .as(DAMAGED.get(i))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("P5: a claim that can't be read is written over by the next")
    void aClaimIsDamaged() {
        DataSave a = server("a");
        DataSave b = server("b");
        for (int i = 0; i < DAMAGED.size(); i++) {
            String key = "k" + i;
            Profile<Purse> held = load(purses(a), key);
            put(claimOf(key), Content.of(DAMAGED.get(i)));
            assertThat(load(purses(b), key).isActive()).as(DAMAGED.get(i)).isTrue();
            assertThat(held.isActive()).isFalse();
        }
    }
}
