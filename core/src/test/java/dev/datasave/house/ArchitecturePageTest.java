package dev.datasave.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.house.FloorPlan.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page shows the floor plan as it is; with {@code -Ddatasave.house.write=true} it is written anew. */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final Pattern TYPE = Pattern.compile("`((?:[a-z]+\\.)?[A-Z]\\w+)(?:\\.\\w+)?`");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String CHANGES = "## Where does my change belong?";
    private static final Set<String> OF_THE_TEST = Set.of("FloorPlan", "HouseRulesTest");

    @Test
    void pageShowsTheFloorPlan() throws IOException {
        String page = Files.readString(PAGE);
        String renewed = Page.renewed(page);
        if (Boolean.getBoolean("datasave.house.write")) {
            Files.writeString(PAGE, renewed);
        } else {
            assertThat(page)
                    .as("docs/architecture.md; -Ddatasave.house.write=true writes it anew")
                    .isEqualTo(renewed);
        }
    }

    @Test
    void pageNamesOnlyTypesThatExist() throws IOException {
        Sources sources = Sources.below(Path.of(".."));
        Set<String> names = new HashSet<>(OF_THE_TEST);
        sources.all().forEach(source -> {
            names.add(source.name());
            names.add(source.inPackage().replace(FloorPlan.ENGINE + ".", "") + "." + source.name());
        });
        assertThat(TYPE.matcher(Files.readString(PAGE)).results().map(named -> named.group(1)))
                .hasSizeGreaterThan(50)
                .isSubsetOf(names);
    }

    @Test
    void everyRoomSaysWhichChangesBelongToIt() throws IOException {
        assertThat(roomsOfChanges(Files.readString(PAGE)))
                .containsAll(FloorPlan.ROOMS.stream().map(Room::name).toList());
    }

    @Test
    void roomWithoutChangesIsFound() {
        String page = "| `other` | a | b |\n" + CHANGES + "\n\n| what changes | room |\n|---|---|\n"
                + "| an `edit` | `live` |\n| SQL | `a.sql`, or `b` |\n\n## Next\n| c | `next` |\n";
        assertThat(roomsOfChanges(page)).containsExactlyInAnyOrder("live", "a.sql", "b");
    }

    /** What stands in code in the last column of the table of changes. */
    private static Set<String> roomsOfChanges(String page) {
        String from = page.substring(page.indexOf(CHANGES) + CHANGES.length());
        String chapter = from.contains("\n## ") ? from.substring(0, from.indexOf("\n## ")) : from;
        return chapter.lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2)))
                .flatMap(cell -> CODE.matcher(cell).results().map(code -> code.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void pictureLeavesOutOnlyArrowsThatFollowFromOthers() {
        for (Room room : FloorPlan.ROOMS) {
            Set<String> drawn = new HashSet<>();
            for (String used : Page.withoutDetours(room.mayUse())) {
                drawn.add(used);
                drawn.addAll(Page.reachable(used));
            }
            assertThat(drawn).as(room.name()).containsAll(room.mayUse());
        }
    }

    @Test
    void roomUsesOnlyRoomsThatStandBeforeIt() {
        Set<String> before = new HashSet<>();
        for (Room room : FloorPlan.ROOMS) {
            assertThat(before).as(room.name()).containsAll(room.mayUse());
            before.add(room.inPackage());
        }
    }
}
