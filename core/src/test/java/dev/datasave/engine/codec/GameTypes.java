package dev.datasave.engine.codec;

import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types that a game may have, and that the rows of data hold. */
@SuppressWarnings({
    "JavaUtilDate",
    "rawtypes",
    "JdkObsolete",
    "ClassCanBeStatic",
    "HidingField",
    "ArrayRecordComponent",
    "unused"
}) // what games have
final class GameTypes {
    enum Rank {
        LOW,
        HIGH {
            @Override
            public String toString() {
                return "up";
            }
        }
    }

    static class Pet {
        String name = "rex";

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Pet p && p.name.equals(name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static final class Dog extends Pet {
        int bones = 3;
    }

    static final class Stamp extends Date {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Stamp(long millis) {
            super(millis);
        }
    }

    interface Shape {}

    record Circle(double radius) implements Shape {}

    sealed interface Sealed permits Square {}

    record Square(double side) implements Sealed {}

    record Item(String name, int amount) {}

    record Box<V>(V inside) {}

    record Place(int x, int y) {}

    static final class Bag extends ArrayList<Item> {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        String owner = "ann";
    }

    static final class Items extends ArrayList<Item> {
        @java.io.Serial
        private static final long serialVersionUID = 1;
    }

    /** A map that drops its eldest entry. */
    static final class LastThree extends LinkedHashMap<String, Integer> {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > 3;
        }
    }

    final class Inner {
        int depth = 1;
    }

    static class Above {
        int level = 1;
    }

    static final class Below extends Above {
        int level = 2;
    }

    static final class Passing {
        int kept = 1;
        transient int passing = 5;
        static int shared = 6;
    }

    static final class Node {
        @Nullable
        Node next;
    }

    private GameTypes() {}
}
