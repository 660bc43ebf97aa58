package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which objects of a data type have fixed members, and which are maps whose entries come and go. */
class MembersTest {
    record Pet(
            @SerializedName(
                    value = "name",
                    alternate = {"title", "label"})
            String name,

            Pet friend) {}

    record Pair<A, B>(A first, B second) {}

    static class Base<T> {
        T inherited;
        transient Pet passing;
        static Pet shared;
    }

    static class Player extends Base<Pet> {
        Map<String, Pet> pets;
        List<Pet> list;
        Optional<Pet> best;
        OptionalInt rank;
        Pair<Pet, Map<String, Pet>> pair;
        JsonObject tree;
        Object any;
    }

    private final Members members = Members.of(Player.class);

    @Test
    void classesAndRecordsAreFixedAndMapsAndListsAreNot() {
        assertThat(members.areFixed()).isTrue();
        assertThat(members.at("pets").areFixed()).isFalse();
        assertThat(members.at("pets").at("rex").areFixed())
                .as("what is in a map is its own")
                .isFalse();
        assertThat(members.at("list").areFixed()).isFalse();
        assertThat(members.at("any").areFixed()).isFalse();
        assertThat(members.at("nothing").areFixed()).isFalse();
    }

    @Test
    void typesOfGenericMembersAndSuperclassesAreKnown() {
        assertThat(members.at("inherited").present("title")).isEqualTo("name");
        assertThat(members.at("pair").at("first").areFixed()).isTrue();
        assertThat(members.at("pair").at("second").areFixed()).isFalse();
        assertThat(members.at("inherited").at("friend").at("friend").present("label"))
                .as("types may contain themselves")
                .isEqualTo("name");
    }

    @Test
    void whatIsNotWrittenIsNoMember() {
        assertThat(members.at("passing")).isSameAs(Members.NONE);
        assertThat(members.at("shared")).isSameAs(Members.NONE);
    }

    @Test
    void aFormerNameIsThePresentOne() {
        Members pet = Members.of(Pet.class);
        assertThat(pet.present("title")).isEqualTo("name");
        assertThat(pet.present("name")).isEqualTo("name");
        assertThat(pet.present("other")).isEqualTo("other");
        assertThat(members.at("best").present("label")).as("in an optional").isEqualTo("name");
    }

    @Test
    void nullIsAnAnswerInAnOptionalOnly() {
        assertThat(members.at("best").knowNull()).isTrue();
        assertThat(members.at("best").areFixed()).isTrue();
        assertThat(members.at("rank").knowNull()).isTrue();
        assertThat(members.at("rank").areFixed()).isFalse();
        assertThat(members.at("inherited").knowNull()).isFalse();
        assertThat(members.at("tree").knowNull()).isFalse();
    }

    @Test
    void everyObjectOfATreeIsFixed() {
        assertThat(members.at("tree").at("a").at("b").areFixed()).isTrue();
        assertThat(Members.ROOT.areFixed()).isTrue();
        assertThat(Members.ROOT.at("a").areFixed())
                .as("of another codec only the root is known")
                .isFalse();
    }
}
