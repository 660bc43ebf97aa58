package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShapeTest {
    record Flat(int a, String b, Instant c, UUID d, BigDecimal e, Thread.State f) {}

    record Item(String name, List<String> lore) {}

    record Box<V>(V value, List<? extends V> more) {}

    record Player(
            List<String> names,
            Map<String, List<Item>> bags,
            Set<String> tags,
            Optional<List<String>> maybe,
            Collection<Flat> flats,
            Box<Item> box) {}

    record Node(String name, List<Node> children) {}

    record Growing<V>(V value, Growing<List<V>> next) {}

    @SuppressWarnings("ArrayRecordComponent") // mutable on purpose
    record WithArray(int[] array) {}

    record WithTree(JsonObject tree) {}

    record WithSorted(SortedMap<String, String> map) {}

    record WithMutable(List<StringBuilder> builders) {}

    record Copying(List<String> names) {
        Copying {
            names = new ArrayList<>(names);
        }
    }

    record Wrapping(List<String> names) {
        Wrapping {
            names = Collections.unmodifiableList(names);
        }
    }

    static class Mutable {}

    @Test
    void recordsOfImmutablePartsAreImmutable() {
        for (Class<?> type : List.of(
                Flat.class,
                Item.class,
                Player.class,
                Node.class,
                String.class,
                long.class,
                Long.class,
                Thread.State.class)) {
            assertThat(Shape.of(type).immutable()).as(type.getName()).isTrue();
        }
        assertThat(Shape.of(new TypeToken<Box<Item>>() {}.getType()).immutable())
                .isTrue();
    }

    @Test
    void everythingElseIsMutable() {
        for (Class<?> type : List.of(
                Mutable.class,
                WithArray.class,
                WithTree.class,
                WithSorted.class,
                WithMutable.class,
                JsonObject.class,
                Object.class,
                List.class,
                Box.class,
                Growing.class,
                int[].class)) {
            assertThat(Shape.of(type).immutable()).as(type.getName()).isFalse();
        }
        assertThat(Shape.of(new TypeToken<Box<StringBuilder>>() {}.getType()).immutable())
                .isFalse();
        assertThat(Shape.of(new TypeToken<List<String>>() {}.getType()).immutable())
                .isFalse();
    }

    private static Player player(List<String> names, Map<String, List<Item>> bags, Set<String> tags) {
        Item item = new Item("x", List.of());
        return new Player(names, bags, tags, Optional.of(names), List.of(), new Box<>(item, List.of(item)));
    }

    @Test
    void whatIsUnmodifiableAlreadyIsKept() {
        Shape<Player> shape = Shape.of(Player.class);
        Player player = player(List.of("a"), Map.of("b", List.of(new Item("c", List.of("d")))), Set.of("t"));
        assertThat(shape.freeze(player)).isSameAs(player);
        Flat flat = new Flat(1, "", Instant.EPOCH, null, null, null);
        assertThat(Shape.of(Flat.class).freeze(flat)).isSameAs(flat);
    }

    @Test
    void theGamesOwnCollectionsAreCopiedAtAnyDepthF23() {
        List<String> names = new ArrayList<>(Arrays.asList("a", null));
        List<String> lore = new ArrayList<>(List.of("old"));
        List<Item> items = new ArrayList<>(List.of(new Item("c", lore)));
        Map<String, List<Item>> bags = new HashMap<>(Map.of("b", items));
        bags.put("none", null);
        Set<String> tags = new LinkedHashSet<>(List.of("z", "a", "m"));
        Player player = player(names, bags, tags);
        Shape<Player> shape = Shape.of(Player.class);
        Player frozen = shape.freeze(player);
        Player same = player(
                new ArrayList<>(names),
                new HashMap<>(Map.of("b", List.of(new Item("c", List.of("old"))))),
                new LinkedHashSet<>(tags));
        same.bags().put("none", null);
        names.clear();
        lore.clear();
        items.clear();
        bags.clear();
        tags.clear();
        assertThat(frozen).isEqualTo(same);
        assertThat(frozen.tags()).containsExactly("z", "a", "m");
        assertThat(shape.freeze(frozen)).isSameAs(frozen);
        assertThatThrownBy(() -> frozen.bags().get("b").getFirst().lore().add("x"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> frozen.bags().remove("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> frozen.tags().remove("z")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anUnmodifiableListOfModifiableOnesIsLookedInto() {
        Map<String, List<Item>> bags = Map.of("b", new ArrayList<>(List.of(new Item("c", new ArrayList<>()))));
        Player frozen = Shape.of(Player.class).freeze(player(List.of(), bags, Set.of()));
        assertThat(frozen.bags().get("b")).isUnmodifiable();
        assertThat(frozen.bags().get("b").getFirst().lore()).isUnmodifiable();
    }

    @Test
    void orderAndEqualityAreKept() {
        Map<String, List<Item>> bags = new LinkedHashMap<>();
        List.of("z", "a", "m", "b").forEach(key -> bags.put(key, List.of()));
        Player frozen = Shape.of(Player.class).freeze(player(List.of(), bags, Set.of()));
        assertThat(frozen.bags().keySet()).containsExactly("z", "a", "m", "b");
        assertThat(frozen.bags()).isEqualTo(bags).hasSameHashCodeAs(bags);
        assertThat(frozen.bags().get("nothing")).isNull();
    }

    @Test
    void recursiveRecordsAreFrozenToTheLeaves() {
        List<Node> leaves = new ArrayList<>(List.of(new Node("leaf", new ArrayList<>())));
        Node frozen = Shape.of(Node.class).freeze(new Node("root", List.of(new Node("branch", leaves))));
        leaves.clear();
        assertThat(frozen.children().getFirst().children().getFirst().children())
                .isUnmodifiable();
    }

    @Test
    void aConstructorThatThawsIsRefusedAndOneThatWrapsIsNot() {
        assertThatThrownBy(() -> Shape.of(Copying.class).freeze(new Copying(List.of("a"))))
                .hasMessageContaining("names")
                .hasMessageContaining("List.copyOf");
        assertThat(Shape.of(Wrapping.class)
                        .freeze(new Wrapping(new ArrayList<>(List.of("a"))))
                        .names())
                .containsExactly("a");
    }
}
