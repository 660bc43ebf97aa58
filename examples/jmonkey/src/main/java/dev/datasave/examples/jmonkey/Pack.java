package dev.datasave.examples.jmonkey;

import java.util.ArrayList;
import java.util.List;

/** What is kept of a player: the things in the pack, oldest first. Immutable. */
record Pack(List<String> things) {

    Pack {
        things = List.copyOf(things);
    }

    /** What a player has who was never here: it is part of the new profile, so nothing can give it a second time. */
    static Pack of(String name) {
        return new Pack(List.of(name + "-rope", name + "-lamp", name + "-map"));
    }

    Pack with(String thing) {
        List<String> more = new ArrayList<>(things);
        more.add(thing);
        return new Pack(more);
    }

    Pack without(String thing) {
        List<String> fewer = new ArrayList<>(things);
        fewer.remove(thing);
        return new Pack(fewer);
    }
}
