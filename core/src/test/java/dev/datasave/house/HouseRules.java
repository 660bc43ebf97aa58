package dev.datasave.house;

import dev.datasave.house.FloorPlan.Room;
import dev.datasave.house.Sources.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules that keep the house as it is planned, by number: who may name whom.
 *
 * <ol>
 *   <li>A room names only rooms of its row, and each of them. Every room of the plan is there. No import has a star, which would hide what is named.
 *   <li>Rooms don't use each other in a circle, and within a room no more than {@value FloorPlan#FILES_OF_A_KNOT} files do: as many as in the largest knot of today.
 *   <li>Only the API names the engine, and only by the doors that the plan gives it. The SPI names neither of them.
 *   <li>A door, which is a public type of a room, is used by another room or by the API.
 *   <li>A class takes at most {@value FloorPlan#COLLABORATORS} collaborators, see {@link Collaborators}. Only {@code server} names the engine itself.
 *   <li>There is one way to the storage, see {@link StorageRule}, and whoever catches what the game's code throws catches everything, see {@link GameCodeRule}.
 *   <li>No two main classes of the repository have the same simple name.
 *   <li>Files, rooms and methods are short, see {@link SizeRule}.
 *   <li>The packages of the other modules use only those of their row, and all that it names: the shared SQL knows no database, Minestom no SPI.
 * </ol>
 *
 * <p>The tenth is that {@link HouseRulesTest} breaks each of them in a copy of the sources.
 */
final class HouseRules {
    private static final List<String> MODULES = List.of(
            FloorPlan.TCK,
            FloorPlan.SIGNALS,
            FloorPlan.JDBC,
            FloorPlan.CASSANDRA,
            FloorPlan.COPY,
            FloorPlan.OPS,
            FloorPlan.PLATFORM,
            FloorPlan.METRICS,
            FloorPlan.MINESTOM,
            FloorPlan.CONSOLE);

    private HouseRules() {}

    static List<Violation> all(Sources sources) {
        List<Violation> found = new ArrayList<>();
        found.addAll(rows(sources));
        found.addAll(unusedPermissions(1, sources, FloorPlan.ROOMS));
        found.addAll(circles(sources));
        found.addAll(doors(sources));
        found.addAll(unusedDoors(sources));
        found.addAll(Collaborators.tooMany(sources));
        found.addAll(StorageRule.check(sources));
        found.addAll(GameCodeRule.check(sources));
        found.addAll(names(sources));
        found.addAll(SizeRule.check(sources));
        found.addAll(annexes(sources));
        found.addAll(unusedPermissions(9, sources, FloorPlan.ANNEXES));
        return found;
    }

    /** Rule 1. */
    static List<Violation> rows(Sources sources) {
        List<Violation> found = new ArrayList<>();
        found.addAll(missing(1, sources, FloorPlan.ROOMS));
        sources.all().forEach(source -> found.addAll(wildcards(source)));
        for (Source source : sources.below(FloorPlan.ENGINE)) {
            Optional<Room> room = FloorPlan.room(source.inPackage());
            if (room.isEmpty()) {
                found.add(new Violation(1, source.path(), 1, source.inPackage(), "a room of the floor plan"));
                continue;
            }
            Set<String> row = with(room.get().mayUse(), source.inPackage(), FloorPlan.API, FloorPlan.SPI);
            found.addAll(outside(1, sources, source, row));
        }
        return found;
    }

    /** Rules 1 and 9: what a row allows, and no file of the package uses. */
    static List<Violation> unusedPermissions(int rule, Sources sources, List<Room> rooms) {
        List<Violation> found = new ArrayList<>();
        for (Room room : rooms) {
            List<Source> files = sources.inPackage(room.inPackage());
            Set<String> unused = new TreeSet<>(room.mayUse());
            files.forEach(file ->
                    sources.uses(file).forEach(use -> unused.remove(use.used().inPackage())));
            unused.forEach(name -> found.add(
                    new Violation(rule, files.getFirst().path(), 1, "a row that allows " + name, "only what is used")));
        }
        return found;
    }

    /** Rule 2. */
    static List<Violation> circles(Sources sources) {
        List<Violation> found = new ArrayList<>();
        for (Set<String> knot : knots(sources)) {
            if (knot.size() > FloorPlan.FILES_OF_A_KNOT) {
                String what = "a knot of %d files: %s".formatted(knot.size(), names(knot));
                found.add(new Violation(2, knot.iterator().next(), 1, what, "at most " + FloorPlan.FILES_OF_A_KNOT));
            }
        }
        for (Set<String> circle : Knots.of(arrows(sources, false))) {
            if (circle.size() > 1) {
                String first =
                        sources.inPackage(circle.iterator().next()).getFirst().path();
                found.add(new Violation(2, first, 1, "rooms in a circle: " + circle, "none"));
            }
        }
        return found;
    }

    /** The knots of files within rooms, by path. */
    static List<Set<String>> knots(Sources sources) {
        return Knots.of(arrows(sources, true));
    }

    /** Which file uses which of its own room, or which room uses which other one. */
    private static Map<String, Set<String>> arrows(Sources sources, boolean inRooms) {
        Map<String, Set<String>> arrows = new HashMap<>();
        for (Room room : FloorPlan.ROOMS) {
            for (Source source : sources.inPackage(room.inPackage())) {
                for (Use use : sources.uses(source)) {
                    String to = use.used().inPackage();
                    boolean isOwn = to.equals(room.inPackage());
                    if (inRooms && isOwn) {
                        arrows.computeIfAbsent(source.path(), name -> new TreeSet<>())
                                .add(use.used().path());
                    } else if (!inRooms && !isOwn && FloorPlan.room(to).isPresent()) {
                        arrows.computeIfAbsent(room.inPackage(), name -> new TreeSet<>())
                                .add(to);
                    }
                }
            }
        }
        return arrows;
    }

    /** Rule 3. */
    static List<Violation> doors(Sources sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources.all()) {
            if (source.inPackage().startsWith(FloorPlan.ENGINE + ".")) {
                continue;
            }
            boolean isApi = source.inPackage().equals(FloorPlan.API);
            Set<String> doors = isApi ? FloorPlan.DOORS.getOrDefault(source.name(), Set.of()) : Set.of();
            String expected = doors.isEmpty() ? "nothing of the engine" : "only " + new TreeSet<>(doors);
            for (Use use : sources.uses(source)) {
                boolean isEngines = use.used().inPackage().startsWith(FloorPlan.ENGINE);
                boolean isDoor = doors.stream()
                        .anyMatch(door -> use.used().qualifiedName().equals(FloorPlan.ENGINE + "." + door));
                boolean isBackwards = source.inPackage().equals(FloorPlan.SPI)
                        && use.used().inPackage().equals(FloorPlan.API);
                if ((isEngines && !isDoor) || isBackwards) {
                    found.add(new Violation(
                            3, source.path(), use.line(), use.used().qualifiedName(), expected));
                }
            }
        }
        return found;
    }

    /** Rule 4. What the public members of a used door name is used with it: whoever calls them needs its type without naming it. */
    static List<Violation> unusedDoors(Sources sources) {
        Set<String> used = new HashSet<>();
        List<Source> open = new ArrayList<>();
        for (Source source : sources.all()) {
            for (Use use : sources.uses(source)) {
                if (!use.used().inPackage().equals(source.inPackage())
                        && used.add(use.used().path())) {
                    open.add(use.used());
                }
            }
        }
        while (!open.isEmpty()) {
            Source door = open.removeLast();
            for (String name : Signatures.publicNames(door)) {
                sources.resolve(door, name)
                        .filter(shown -> used.add(shown.path()))
                        .ifPresent(open::add);
            }
        }
        List<Violation> found = new ArrayList<>();
        for (Source source : sources.below(FloorPlan.ENGINE)) {
            for (Declared type : source.types()) {
                if (type.isPublic() && !used.contains(source.path())) {
                    String what = "public " + type.name() + ", which no other room uses";
                    found.add(new Violation(4, source.path(), type.line(), what, "it to be package-private"));
                }
            }
        }
        return found;
    }

    /** Rule 7. */
    static List<Violation> names(Sources sources) {
        Map<String, Source> first = new HashMap<>();
        List<Violation> found = new ArrayList<>();
        for (Source source : sources.all()) {
            for (Declared type : source.types()) {
                Source other = first.putIfAbsent(type.name(), source);
                if (other != null) {
                    String what = "another " + type.name() + " in " + other.path();
                    found.add(new Violation(7, source.path(), type.line(), what, "a name of its own"));
                }
            }
        }
        return found;
    }

    /** Rule 9. */
    static List<Violation> annexes(Sources sources) {
        List<Violation> found = new ArrayList<>(missing(9, sources, FloorPlan.ANNEXES));
        Map<String, Room> plan = new HashMap<>();
        FloorPlan.ANNEXES.forEach(room -> plan.put(room.inPackage(), room));
        for (String module : MODULES) {
            for (Source source : sources.below(module)) {
                Room room = plan.get(source.inPackage());
                if (room == null) {
                    found.add(new Violation(9, source.path(), 1, source.inPackage(), "a package of the floor plan"));
                } else {
                    found.addAll(outside(9, sources, source, with(room.mayUse(), source.inPackage())));
                }
            }
        }
        return found;
    }

    private static List<Violation> wildcards(Source source) {
        return source.imports().values().stream()
                .filter(imported -> imported.name().startsWith(FloorPlan.API)
                        && imported.name().endsWith("*"))
                .map(imported ->
                        new Violation(1, source.path(), imported.line(), imported.name(), "each type by its name"))
                .toList();
    }

    private static List<Violation> missing(int rule, Sources sources, List<Room> rooms) {
        return rooms.stream()
                .filter(room -> sources.inPackage(room.inPackage()).isEmpty())
                .map(room -> new Violation(rule, room.inPackage().replace('.', '/'), 1, "no such package", "one"))
                .toList();
    }

    private static List<Violation> outside(int rule, Sources sources, Source source, Set<String> row) {
        return sources.uses(source).stream()
                .filter(use -> !row.contains(use.used().inPackage()))
                .map(use -> new Violation(
                        rule,
                        source.path(),
                        use.line(),
                        use.used().qualifiedName(),
                        "only what the row of " + source.inPackage() + " allows"))
                .toList();
    }

    private static Set<String> with(Set<String> names, String... others) {
        Set<String> all = new HashSet<>(names);
        all.addAll(List.of(others));
        return all;
    }

    private static String names(Set<String> paths) {
        return String.join(
                ", ",
                paths.stream()
                        .map(path -> path.substring(path.lastIndexOf('/') + 1).replace(".java", ""))
                        .toList());
    }
}
