package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Older data whose classes have got new members: filled in where the options say with what, and refused with its place where they don't. */
class ClassDefaultsTest extends GameOnNetwork {
    private static final String OLD = "{\"pets\":[{\"name\":\"rex\"}],\"stalls\":{\"a\":{\"name\":\"tom\"}}}";

    record Pet(String name, String collar) {
        Pet {
            Objects.requireNonNull(collar, "collar");
        }
    }

    record Farm(List<Pet> pets, Map<String, Pet> stalls) {
        static Farm fresh() {
            return new Farm(List.of(), Map.of());
        }
    }

    private final DataSave a = server("a");

    private static ProfileOptions<Farm> withCollars() {
        return ProfileOptions.<Farm>defaults().defaults(Pet.class, () -> new Pet("", "red"));
    }

    private void put(String store) {
        network.storage()
                .write(
                        List.of(Write.put(new EntryId(store, "k"), Optional.empty(), "by hand", Content.of(OLD))),
                        Atomicity.EACH);
    }

    @Test
    @DisplayName(
            "F4: a member that is new in a class inside the data is filled in at the load, and stored with the next save")
    void newMemberIsFilledIn() {
        put("Farm");
        ProfileStore<Farm> farms = a.profileStore("Farm", Farm.class, Farm::fresh, withCollars());
        Profile<Farm> profile = load(farms, "k");
        assertThat(profile.data())
                .isEqualTo(new Farm(List.of(new Pet("rex", "red")), Map.of("a", new Pet("tom", "red"))));
        saved(profile.releaseAsync());
        assertThat(entry("Farm", "k").content().value()).contains("{\"name\":\"rex\",\"collar\":\"red\"}");
    }

    @Test
    @DisplayName(
            "F5: without defaults a constructor that demands the member makes the load Corrupt, with path and cause")
    void refusedDataIsNamed() {
        put("Farm");
        ProfileStore<Farm> farms = a.profileStore("Farm", Farm.class, Farm::fresh);
        assertThat(refusal(farms.loadProfileAsync("k")))
                .isEqualTo(new NotLoadedReason.Corrupt("store \"Farm\": data can't be decoded: at $.pets[0]: found"
                        + " java.lang.NullPointerException thrown (collar), expected a value"));
        assertThat(entry("Farm", "k").content().value()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("values of a data store are filled in at each read")
    void valuesAreFilledIn() {
        put("Shared");
        DataStore<Farm> farms = a.dataStore(
                "Shared", Farm.class, DataStoreOptions.<Farm>defaults().defaults(Pet.class, () -> new Pet("", "red")));
        assertThat(network.await(farms.getAsync("k")).orElseThrow().value().pets())
                .containsExactly(new Pet("rex", "red"));
    }
}
