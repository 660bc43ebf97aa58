package dev.datasave.cassandra.together;

import static dev.datasave.cassandra.together.Model.A;
import static dev.datasave.cassandra.together.Model.B;
import static dev.datasave.cassandra.together.Model.C;
import static dev.datasave.cassandra.together.Model.absent;
import static dev.datasave.cassandra.together.Model.existing;
import static dev.datasave.cassandra.together.Model.following;
import static dev.datasave.cassandra.together.Model.several;

import java.util.List;

/** The worlds of which every run is looked at. */
final class Models {
    private Models() {}

    /** One entry that exists, and one that is not there yet. */
    private static final List<Slot> TWO = List.of(existing(A), absent(B));

    private static final List<Slot> THREE = List.of(existing(A), absent(B), existing(C));

    /** Two entries: in every build. */
    static List<Model> ofTwo() {
        return List.of(
                new Model(
                        "a call and a reader",
                        TWO,
                        List.of(several("p", "one", 2, 1, 0, TWO), Actor.Single.begin(B, null)),
                        2,
                        true),
                new Model(
                        "a call and a writer of one entry",
                        TWO,
                        List.of(several("p", "one", 2, 1, 0, TWO), Actor.Single.begin(A, "single")),
                        2,
                        true),
                new Model(
                        "a call that repeats its steps, and a reader",
                        TWO,
                        List.of(several("p", "one", 1, 1, 1, TWO), Actor.Single.begin(A, null)),
                        2,
                        true),
                new Model(
                        "a call, and one that follows it",
                        TWO,
                        List.of(several("p", "one", 1, 1, 0, TWO), following("q", "two", "one", TWO)),
                        1,
                        true),
                new Model("a call and two readers", TWO, readers(several("p", "one", 1, 1, 0, TWO)), 1, true),
                new Model(
                        "two calls",
                        TWO,
                        List.of(several("p", "one", 2, 1, 0, TWO), several("q", "two", 2, 1, 0, TWO)),
                        0,
                        true),
                new Model(
                        "a call twice at once, and a lost answer",
                        TWO,
                        List.of(several("p", "one", 1, 1, 0, TWO), several("q", "one", 2, 1, 0, TWO)),
                        1,
                        true),
                new Model(
                        "a call that is repeated, and a writer of one entry",
                        TWO,
                        List.of(several("p", "one", 1, 2, 0, TWO), Actor.Single.begin(B, "single")),
                        1,
                        false),
                new Model("two calls, a writer and a reader", TWO, four(TWO), 0, false));
    }

    /** More processes and more lost answers: some minutes. */
    static List<Model> ofTwoAtLength() {
        return List.of(
                new Model("a call and two readers", TWO, readers(several("p", "one", 2, 1, 0, TWO)), 2, true),
                new Model(
                        "two calls",
                        TWO,
                        List.of(several("p", "one", 2, 1, 0, TWO), several("q", "two", 2, 1, 0, TWO)),
                        1,
                        true),
                new Model(
                        "a call twice at once",
                        TWO,
                        List.of(several("p", "one", 2, 1, 0, TWO), several("q", "one", 2, 1, 0, TWO)),
                        1,
                        true),
                new Model(
                        "a call that is repeated, and a writer of one entry",
                        TWO,
                        List.of(several("p", "one", 1, 2, 0, TWO), Actor.Single.begin(B, "single")),
                        1,
                        true),
                new Model("two calls, a writer and a reader", TWO, four(TWO), 0, true));
    }

    /** Three entries, of which the calls want some or all: in every build. */
    static List<Model> ofThree() {
        return List.of(
                new Model(
                        "three: a call and a writer of one entry",
                        THREE,
                        List.of(several("p", "one", 1, 1, 0, THREE), Actor.Single.begin(B, "single")),
                        1,
                        true),
                new Model(
                        "three: two calls that share one entry",
                        THREE,
                        List.of(
                                several("p", "one", 1, 1, 0, THREE.subList(0, 2)),
                                several("q", "two", 1, 1, 0, THREE.subList(1, 3))),
                        1,
                        true),
                new Model(
                        "three: two calls, and a reader of what they share",
                        THREE,
                        List.of(
                                several("p", "one", 1, 1, 0, THREE.subList(0, 2)),
                                several("q", "two", 1, 1, 0, THREE.subList(1, 3)),
                                Actor.Single.begin(B, null)),
                        0,
                        true),
                new Model(
                        "three: two calls of all",
                        THREE,
                        List.of(several("p", "one", 1, 1, 0, THREE), several("q", "two", 1, 1, 0, THREE)),
                        0,
                        true));
    }

    /** Three entries with more tries and more lost answers: some minutes. */
    static List<Model> ofThreeAtLength() {
        Actor first = several("p", "one", 2, 1, 0, THREE.subList(0, 2));
        Actor second = several("q", "two", 2, 1, 0, THREE.subList(1, 3));
        return List.of(
                new Model(
                        "three: a call and a writer of one entry",
                        THREE,
                        List.of(several("p", "one", 2, 1, 0, THREE), Actor.Single.begin(B, "single")),
                        2,
                        true),
                new Model("three: two calls that share one entry", THREE, List.of(first, second), 2, true),
                new Model(
                        "three: two calls, and a reader of what they share",
                        THREE,
                        List.of(first, second, Actor.Single.begin(B, null)),
                        0,
                        true),
                new Model(
                        "three: two calls of all",
                        THREE,
                        List.of(several("p", "one", 2, 1, 0, THREE), several("q", "two", 2, 1, 0, THREE)),
                        0,
                        true));
    }

    private static List<Actor> readers(Actor call) {
        return List.of(call, Actor.Single.begin(A, null), Actor.Single.begin(B, null));
    }

    private static List<Actor> four(List<Slot> slots) {
        return List.of(
                several("p", "one", 1, 1, 0, slots),
                several("q", "two", 1, 1, 0, slots),
                Actor.Single.begin(A, "single"),
                Actor.Single.begin(B, null));
    }
}
