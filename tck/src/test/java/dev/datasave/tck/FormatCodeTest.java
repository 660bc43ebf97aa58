package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The game's own template, migrations and codec: what they do wrong is typed, worded, and never stored. */
class FormatCodeTest extends GameOnNetwork {
    private final DataSave a = server("a");

    /** Mutable data whose codec does what the test wants. */
    private static final class Box {
        private String text = "";
    }

    private static final class BoxCodec implements Codec<Box> {
        private boolean failsToEncode;
        private boolean failsToDecode;
        private boolean answersNull;

        @Override
        @SuppressWarnings("NullAway") // on purpose
        public JsonElement encode(Box data) {
            if (failsToEncode) {
                throw new IllegalStateException("no encoding today");
            }
            JsonObject tree = new JsonObject();
            tree.addProperty("text", data.text);
            return answersNull ? null : tree;
        }

        @Override
        @SuppressWarnings("NullAway") // on purpose
        public Box decode(JsonElement tree) {
            if (failsToDecode) {
                throw new IllegalStateException("no decoding today");
            }
            Box box = new Box();
            box.text = tree.getAsJsonObject().get("text").getAsString();
            return answersNull ? null : box;
        }
    }

    private final BoxCodec codec = new BoxCodec();

    private ProfileStore<Box> boxes() {
        return a.profileStore(
                "Box", Box.class, Box::new, ProfileOptions.<Box>defaults().codec(codec));
    }

    private void put(String store, String value) {
        network.storage()
                .write(
                        List.of(Write.put(new EntryId(store, "k"), Optional.empty(), "by hand", Content.of(value))),
                        Atomicity.EACH);
    }

    private boolean isAbsent(String store) {
        return network.storage().read(List.of(new EntryId(store, "k"))).get(0).isEmpty();
    }

    private static void isInvalid(NotLoadedReason found, String... words) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        NotLoadedReason.Unavailable.class,
                        reason -> assertThat(reason.cause())
                                .isInstanceOf(DataSaveException.InvalidData.class)
                                .hasMessageContainingAll(words));
    }

    private static ProfileStore<Purse> versioned(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().migration(1, 1, tree -> tree));
    }

    @Test
    @DisplayName("F4: a template that throws, or makes what can't be stored, loads nobody, and nothing is written")
    void theTemplateFails() {
        Supplier<Purse> broken = () -> {
            throw new IllegalStateException("no template today");
        };
        isInvalid(refusal(a.profileStore("One", Purse.class, broken).loadProfileAsync("k")), "One", "template");
        Supplier<Purse> unfit = () -> new Purse(1, List.of("\ud800"));
        isInvalid(refusal(a.profileStore("Two", Purse.class, unfit).loadProfileAsync("k")), "Two", "surrogate");
        network.advance(seconds(5));
        assertThat(isAbsent("One") && isAbsent("Two")).isTrue();
    }

    @Test
    @DisplayName("F4: a template that returns null loads nobody, and nothing is written")
    void theTemplateReturnsNull() {
        isInvalid(
                refusal(a.profileStore("One", Purse.class, FormatCodeTest::nothing)
                        .loadProfileAsync("k")),
                "One",
                "null");
        network.advance(seconds(5));
        assertThat(isAbsent("One")).isTrue();
    }

    @SuppressWarnings("NullAway") // on purpose
    private static Purse nothing() {
        return null;
    }

    @Test
    @DisplayName("F5: a migration that throws makes the load Corrupt, and the value stays")
    void theMigrationFails() {
        put("Purse", "{\"coins\":1,\"items\":[]}");
        ProfileStore<Purse> migrating = a.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().migration(1, 1, tree -> {
                    throw new IllegalStateException("no migration today");
                }));
        assertThat(refusal(migrating.loadProfileAsync("k")))
                .isInstanceOfSatisfying(
                        NotLoadedReason.Corrupt.class,
                        reason -> assertThat(reason.problem()).contains("Purse", "migrated to version 1"));
        network.advance(seconds(5));
        assertThat(entry("k").revision()).isEqualTo(1);
        assertThat(entry("k").content().value()).isEqualTo("{\"coins\":1,\"items\":[]}");
    }

    @Test
    @DisplayName(
            "F5: a codec that throws or answers null at decoding makes the load Corrupt; the value stays and is not held")
    void theCodecFailsToDecode() {
        put("Box", "{\"text\":\"gold\"}");
        codec.failsToDecode = true;
        assertThat(refusal(boxes().loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Corrupt.class);
        codec.failsToDecode = false;
        codec.answersNull = true;
        assertThat(refusal(boxes().loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Corrupt.class);
        assertThatThrownBy(() -> network.await(boxes().viewProfileAsync("k")))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class);
        network.advance(seconds(5));
        assertThat(entry("Box", "k").revision()).isEqualTo(1);
        codec.answersNull = false;
        assertThat(load(boxes(), "k").data().text).isEqualTo("gold");
    }

    @Test
    @DisplayName("F4: a codec that can't encode the template loads nobody, and nothing is written")
    void theCodecFailsToEncodeTheTemplate() {
        codec.failsToEncode = true;
        isInvalid(refusal(boxes().loadProfileAsync("k")), "Box", "IllegalStateException");
        network.advance(seconds(5));
        assertThat(isAbsent("Box")).isTrue();
    }

    @Test
    @DisplayName(
            "F39: a codec that throws at encoding fails that save, told; later ones are saved, and nothing is lost")
    void theCodecFailsToEncodeForAWhile() {
        Profile<Box> profile = load(boxes(), "k");
        codec.failsToEncode = true;
        profile.edit(box -> box.text = "gold");
        var save = profile.saveAsync();
        assertThatThrownBy(() -> network.await(save))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Box");
        network.advance(seconds(1));
        assertThat(events).contains("a saveFailed k");
        codec.failsToEncode = false;
        network.advance(seconds(40)); // by autosave, although nothing was edited since
        assertThat(entry("Box", "k").content().value()).contains("gold");
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName(
            "F39, F5: a last state that can't be encoded is reported; the stored one stays, and the profile is free")
    void theCodecFailsAtTheEnd() {
        Profile<Box> profile = load(boxes(), "k");
        profile.edit(box -> box.text = "silver");
        saved(profile.saveAsync());
        profile.edit(box -> box.text = "gold");
        codec.failsToEncode = true;
        assertThat(network.await(profile.releaseAsync())).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        network.advance(seconds(2));
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).cause().orElseThrow()).isInstanceOf(DataSaveException.InvalidData.class);
        assertThat(entry("Box", "k").content().value()).contains("silver");
        assertThat(entry("Box", "k").content().holder()).isNull();
    }

    @Test
    @DisplayName(
            "P5, F5: the claim of a server that could not read what the holder will store is refused, and he keeps the profile")
    void theClaimOfATooOldServerIsRefused() {
        put("Purse", "{\"coins\":3,\"items\":[]}");
        Profile<Purse> held = load(versioned(a), "k"); // migrated in memory, not yet stored
        held.update(purse -> purse.earn(4));
        assertThat(entry("k").content().system()).doesNotContain("schema");
        DataSave old = server("old");
        assertThat(refusal(purses(old).loadProfileAsync("k"))).isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
        network.advance(seconds(2));
        assertThat(held.isActive()).isTrue();
        saved(held.releaseAsync());
        assertThat(refusal(purses(old).loadProfileAsync("k"))).isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
        assertThat(entry("k").content().value()).contains("7");
    }
}
