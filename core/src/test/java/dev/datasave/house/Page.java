package dev.datasave.house;

import dev.datasave.house.FloorPlan.Room;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code docs/architecture.md} shows of the floor plan, made from it. Each part stands on the page between two comments. */
final class Page {
    private static final String HEAD = "| package | what it is for | may use |\n|---|---|---|\n";

    private Page() {}

    /** The page with its parts as the floor plan is now. */
    static String renewed(String page) {
        String renewed = page;
        for (Map.Entry<String, String> part : parts().entrySet()) {
            String begin = "<!-- " + part.getKey() + ", made by the build -->\n";
            String end = "<!-- end of " + part.getKey() + " -->\n";
            int from = renewed.indexOf(begin) + begin.length();
            int to = renewed.indexOf(end);
            if (!renewed.contains(begin) || to < from) {
                throw new IllegalStateException("page: found no part between " + begin + "and " + end);
            }
            renewed = renewed.substring(0, from) + part.getValue() + renewed.substring(to);
        }
        return renewed;
    }

    private static Map<String, String> parts() {
        return Map.of(
                "floor plan",
                picture(),
                "rooms",
                table(FloorPlan.ROOMS),
                "annexes",
                table(FloorPlan.ANNEXES),
                "states",
                StateTables.pictures());
    }

    /** The rooms as a graph in Mermaid's language. */
    static String picture() {
        StringBuilder picture = new StringBuilder("```mermaid\ngraph TD\n    api([\"API: dev.datasave\"])\n");
        FloorPlan.ROOMS.reversed().forEach(room -> picture.append("    " + room.name() + "\n"));
        Set<String> entered = FloorPlan.DOORS.values().stream()
                .flatMap(Set::stream)
                .map(door -> FloorPlan.ENGINE + "." + door.substring(0, door.indexOf('.')))
                .collect(Collectors.toSet());
        ordered(withoutDetours(entered)).forEach(room -> picture.append("    api --> " + room.name() + "\n"));
        for (Room room : FloorPlan.ROOMS.reversed()) {
            ordered(withoutDetours(room.mayUse()))
                    .forEach(used -> picture.append("    " + room.name() + " --> " + used.name() + "\n"));
        }
        return picture.append("```\n").toString();
    }

    /** Those of the packages that none of the others leads to. */
    static Set<String> withoutDetours(Set<String> packages) {
        Set<String> left = new HashSet<>(packages);
        packages.forEach(name -> left.removeAll(reachable(name)));
        return left;
    }

    /** All that a package uses, and what these use. */
    static Set<String> reachable(String inPackage) {
        Set<String> reachable = new HashSet<>();
        for (String used : FloorPlan.room(inPackage).orElseThrow().mayUse()) {
            reachable.add(used);
            reachable.addAll(reachable(used));
        }
        return reachable;
    }

    private static String table(List<Room> rooms) {
        return rooms.stream()
                .map(room -> "| `%s` | %s | %s |\n".formatted(title(room), room.sentence(), uses(room, rooms)))
                .collect(Collectors.joining("", HEAD, ""));
    }

    /** A room of the engine by its name, any other package by its full one. */
    private static String title(Room room) {
        return FloorPlan.ROOMS.contains(room) ? room.name() : room.inPackage();
    }

    /** What a row allows, from the ground up; what isn't in the table comes last. */
    private static String uses(Room room, List<Room> rooms) {
        List<String> order = Stream.concat(
                        Stream.of(FloorPlan.API, FloorPlan.SPI), rooms.stream().map(Room::inPackage))
                .toList();
        Comparator<String> byRank =
                Comparator.comparingInt(used -> order.contains(used) ? order.indexOf(used) : order.size());
        String uses = room.mayUse().stream()
                .sorted(byRank.thenComparing(Comparator.naturalOrder()))
                .map(Page::word)
                .collect(Collectors.joining(", "));
        return uses.isEmpty() ? "–" : uses;
    }

    private static String word(String inPackage) {
        if (inPackage.equals(FloorPlan.API)) {
            return "API";
        }
        if (inPackage.equals(FloorPlan.SPI)) {
            return "SPI";
        }
        return FloorPlan.room(inPackage)
                .map(Room::name)
                .orElseGet(() -> inPackage.substring(FloorPlan.API.length() + 1));
    }

    private static List<Room> ordered(Set<String> packages) {
        return FloorPlan.ROOMS.reversed().stream()
                .filter(room -> packages.contains(room.inPackage()))
                .toList();
    }
}
