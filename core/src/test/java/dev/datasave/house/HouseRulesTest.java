package dev.datasave.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The repository keeps the rules of the house, and each rule finds what is planted in a copy of the sources. */
class HouseRulesTest {
    private static final Sources HOUSE = Sources.below(Path.of(".."));
    private static final String API = "core/src/main/java/dev/datasave/";
    private static final String SPI = API + "spi/";
    private static final String ROOMS = API + "engine/";
    private static final String TCK = "tck/src/main/java/dev/datasave/tck/";
    private static final String JDBC = "jdbc/src/main/java/dev/datasave/jdbc/";
    private static final String PORT = "dev.datasave.engine.loop.StoragePort";

    @Test
    void houseIsAsItIsPlanned() {
        assertThat(HouseRules.all(HOUSE).stream().map(Violation::toString).collect(Collectors.joining("\n")))
                .isEmpty();
    }

    @Test
    void everyFileIsRead() {
        assertThat(HOUSE.all()).hasSizeGreaterThan(300).allSatisfy(source -> {
            if (!source.path().endsWith("-info.java")) {
                assertThat(source.types())
                        .as(source.path())
                        .extracting(Declared::name)
                        .contains(source.name());
            }
        });
    }

    @Test
    void roomThatImportsPastItsRowIsFound() {
        assertFound(HouseRules::rows, importing(ROOMS + "json/JsonText.java", "dev.datasave.engine.loop.Events"), 1);
    }

    @Test
    void roomThatWritesOutANamePastItsRowIsFound() {
        Sources broken =
                adding(ROOMS + "json/JsonText.java", "interface Planted { dev.datasave.engine.loop.Events e(); }");
        assertFound(HouseRules::rows, broken, 1);
    }

    @Test
    void nameInACommentOrAStringIsNoUse() {
        Sources same = adding(ROOMS + "json/JsonText.java", """
                /* dev.datasave.engine.loop.Events */
                interface Planted { // dev.datasave.engine.loop.Events
                    String S = "\\"dev.datasave.engine.loop.Events";
                    char C = '"';
                }
                """);
        assertNothing(HouseRules::rows, same);
    }

    @Test
    void roomThatIsNotPlannedIsFound() {
        Sources broken = HOUSE.with(
                ROOMS + "attic/Planted.java", none -> "package dev.datasave.engine.attic;\nfinal class Planted {}\n");
        assertFound(HouseRules::rows, broken, 1);
    }

    @Test
    void roomThatIsNotThereIsFound() {
        assertThat(HouseRules.rows(HOUSE.without(ROOMS + "records/")))
                .anySatisfy(violation -> assertThat(violation.path()).isEqualTo("dev/datasave/engine/records"));
    }

    @Test
    void permissionThatNobodyUsesIsFound() {
        FloorPlan.Room entry = FloorPlan.room("dev.datasave.engine.entry").orElseThrow();
        FloorPlan.Room wider = new FloorPlan.Room(
                entry.inPackage(), "", Set.of("dev.datasave.engine.json", "dev.datasave.engine.loop"));
        assertThat(HouseRules.unusedPermissions(1, HOUSE, List.of(entry))).isEmpty();
        assertThat(HouseRules.unusedPermissions(1, HOUSE, List.of(wider)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.found()).endsWith("dev.datasave.engine.loop"));
    }

    @Test
    void importWithAStarIsFound() {
        assertFound(HouseRules::rows, importing(ROOMS + "data/Defaults.java", "dev.datasave.engine.json.*"), 1);
    }

    @Test
    void roomsInACircleAreFound() {
        Sources broken = importing(ROOMS + "entry/Token.java", "dev.datasave.engine.loop.Events");
        assertFound(HouseRules::circles, broken, 2);
    }

    @Test
    void knotWithMoreFilesThanTheLargestIsFound() {
        assertFound(HouseRules::circles, knot(FloorPlan.FILES_OF_A_KNOT + 1), 2);
        assertNothing(HouseRules::circles, knot(FloorPlan.FILES_OF_A_KNOT));
    }

    @Test
    void limitOfKnotsIsTheLargestOfToday() {
        assertThat(HouseRules.knots(HOUSE).stream().mapToInt(Set::size).max())
                .as("a knot has shrunk: lower the limit; it has grown: untie it")
                .hasValue(FloorPlan.FILES_OF_A_KNOT);
    }

    private static Sources knot(int files) {
        Sources sources = HOUSE;
        for (int i = 0; i < files; i++) {
            int next = (i + 1) % files;
            String text =
                    "package dev.datasave.engine.json;\ninterface Planted%d { Planted%d next(); }\n".formatted(i, next);
            sources = sources.with(ROOMS + "json/Planted" + i + ".java", none -> text);
        }
        return sources;
    }

    @Test
    void typeOfTheApiThatNamesTheEngineIsFound() {
        assertFound(HouseRules::doors, importing(API + "Profile.java", "dev.datasave.engine.server.Engine"), 3);
    }

    @Test
    void typeOfTheApiThatUsesAnothersDoorIsFound() {
        assertFound(HouseRules::doors, importing(API + "DataSave.java", "dev.datasave.engine.codec.GsonCodec"), 3);
    }

    @Test
    void spiThatNamesTheApiOrTheEngineIsFound() {
        assertFound(HouseRules::doors, importing(SPI + "Storage.java", "dev.datasave.Profile"), 3);
        assertFound(HouseRules::doors, importing(SPI + "Storage.java", "dev.datasave.engine.loop.Events"), 3);
    }

    @Test
    void otherModuleThatNamesTheEngineIsFound() {
        assertFound(HouseRules::doors, importing(TCK + "StorageRules.java", "dev.datasave.engine.loop.Events"), 3);
    }

    @Test
    void doorThatNobodyUsesIsFound() {
        assertFound(HouseRules::unusedDoors, json("public final class Planted {}"), 4);
    }

    @Test
    void doorThatAnotherRoomUsesIsNotFound() {
        Sources used = json("public final class Planted {}")
                .with(ROOMS + "data/Defaults.java", text -> withImport(text, "dev.datasave.engine.json.Planted"));
        assertNothing(HouseRules::unusedDoors, used);
    }

    @Test
    void doorThatAUsedDoorShowsIsNotFound() {
        Sources shown = json("public final class Planted {}")
                .with(
                        ROOMS + "json/JsonText.java",
                        text -> lastMember(text, "public Planted planted() { return null; }"));
        assertNothing(HouseRules::unusedDoors, shown);
        Sources hidden = json("public final class Planted {}")
                .with(
                        ROOMS + "json/JsonText.java",
                        text -> lastMember(text, "private Planted planted() { return null; }"));
        assertFound(HouseRules::unusedDoors, hidden, 4);
    }

    @Test
    void ninthCollaboratorIsFound() {
        assertFound(Collaborators::tooMany, commit("final class Planted { Planted(" + ports(9) + ") {} }"), 5);
        assertNothing(Collaborators::tooMany, commit("final class Planted { Planted(" + ports(8) + ") {} }"));
    }

    @Test
    void collaboratorsInABundleAreFound() {
        assertFound(
                Collaborators::tooMany,
                commit("final class Planted { Planted(Few few, " + ports(7) + ") {} record Few(" + ports(2) + ") {} }"),
                5);
    }

    @Test
    void bundleOfTooManyCollaboratorsIsFound() {
        assertFound(Collaborators::tooMany, commit("record Planted(" + ports(9) + ") {}"), 5);
    }

    @Test
    void dataIsNoCollaborator() {
        Sources data = commit("final class Planted { Planted(String s, List<StoragePort> l, Data d, Kind k, " + ports(8)
                + ") {} record Data(int a, String b) {} enum Kind { A, B } }");
        assertNothing(Collaborators::tooMany, data);
    }

    @Test
    void engineThatIsNamedBelowItIsFound() {
        Sources broken = importing(ROOMS + "commit/Commit.java", "dev.datasave.engine.server.Engine");
        assertFound(Collaborators::tooMany, broken, 5);
    }

    @Test
    void blockingCallPastThePortIsFound() {
        assertFound(StorageRule::check, commit(method("loop.environment().call(DATA, code);")), 6);
        assertFound(StorageRule::check, commit(method("Environment world = w(); world\n.call(DATA, code);")), 6);
        assertFound(StorageRule::check, commit(method("run(environment::call);")), 6);
        assertNothing(StorageRule::check, commit(method("loop.port().call(code); code.call();")));
    }

    @Test
    void gamesCodePastItsDoorIsFound() {
        assertFound(StorageRule::check, commit(method("loop.environment().onUserThread(code);")), 6);
        assertNothing(StorageRule::check, commit(method("loop.elsewhere(code, then, failed);")));
    }

    @Test
    void gamesCodeWhoseExceptionsAreCaughtByHalfIsFound() {
        for (String caught :
                List.of("RuntimeException e", "RuntimeException | Error e", "final Exception e", "Error e")) {
            String handler = " catch (" + caught + ") { failed(e); }";
            for (String call : List.of(
                    "change.apply(data);", "codec.encode(data);", "home.execute(task);", "made = template.get();")) {
                assertFound(GameCodeRule::check, commit(method("try { " + call + " }" + handler)), 6);
                assertFound(
                        GameCodeRule::check,
                        commit(method(
                                "try (In in = in()) { if (is) { " + call + " } } catch (IOException e) { }" + handler)),
                        6);
            }
        }
        Sources elsewhere = HOUSE.with(
                ROOMS + "mail/Planted.java",
                none -> "package dev.datasave.engine.mail;\nfinal class Planted { void p() { try { c.accept(m); } catch"
                        + " (RuntimeException e) { failed(e); } } }\n");
        assertFound(GameCodeRule::check, elsewhere, 6);
    }

    @Test
    void gamesCodeWhoseExceptionsAreAllCaughtIsNotFound() {
        assertNothing(
                GameCodeRule::check,
                commit(method("try { change.apply(data); } catch (Throwable thrown) { failed(e); }")));
        assertNothing(
                GameCodeRule::check,
                commit(method("try { f.apply(d); } catch (Error e) { throw e; } catch (Throwable e) { failed(e); }")));
        assertNothing(
                GameCodeRule::check, commit(method("try { change.apply(d); } catch (NotActive refused) { later(); }")));
        assertNothing(
                GameCodeRule::check, commit(method("try { map.get(key); } catch (RuntimeException e) { failed(e); }")));
        assertNothing(GameCodeRule::check, commit(method("try { change.apply(data); } finally { end(); }")));
    }

    @Test
    void storageFromTheSettingsIsFound() {
        assertFound(StorageRule::check, commit(method("loop.settings().storage().read(id);")), 6);
        assertFound(StorageRule::check, commit(method("ask(Settings::storage);")), 6);
    }

    @Test
    void storageThatIsKeptIsFound() {
        assertFound(StorageRule::check, commit("final class Planted { private final Storage storage = s(); }"), 6);
        assertFound(
                StorageRule::check,
                commit("final class Planted { private Some kept; record Some(Storage storage, int i) {} }"),
                6);
        assertNothing(StorageRule::check, commit("record Planted(Storage storage, String name) {}"));
    }

    @Test
    void storageThatIsMadeIsFound() {
        assertFound(StorageRule::check, commit(method("Storage.inMemory().read(id);")), 6);
    }

    @Test
    void nameThatIsThereTwiceIsFound() {
        Sources broken = HOUSE.with(
                "cli/src/main/java/dev/datasave/cli/planted/JsonText.java",
                none -> "package dev.datasave.cli.planted;\nfinal class JsonText {}\n");
        assertFound(HouseRules::names, broken, 7);
    }

    @Test
    void fileThatIsTooLongIsFound() {
        assertFound(SizeRule::check, commit("final class Planted {" + "\n".repeat(499) + "}"), 8);
        assertNothing(SizeRule::check, commit("final class Planted {" + "\n".repeat(498) + "}"));
    }

    @Test
    void roomThatIsTooLongIsFound() {
        Sources broken = HOUSE;
        for (int i = 0; i < 7; i++) {
            String text =
                    "package dev.datasave.engine.entry;\nfinal class Planted" + i + " {" + "\n".repeat(490) + "}\n";
            broken = broken.with(ROOMS + "entry/Planted" + i + ".java", none -> text);
        }
        assertFound(SizeRule::check, broken, 8);
    }

    @Test
    void typeTooManyOfTheApiIsFound() {
        Sources broken = HOUSE;
        for (int i = 0; i < FloorPlan.TYPES_OF_THE_API; i++) {
            String text = "package dev.datasave;\npublic final class Planted" + i + " {}\n";
            broken = broken.with(API + "Planted" + i + ".java", none -> text);
        }
        assertFound(SizeRule::check, broken, 8);
    }

    @Test
    void methodThatIsTooLongIsFound() {
        String end = "\n".repeat(40) + "}";
        assertFound(SizeRule::check, commit("final class Planted { void planted() {" + end + "}"), 8);
        assertFound(SizeRule::check, commit("final class Planted { Planted(String s) {" + end + "}"), 8);
        assertFound(SizeRule::check, commit("record Planted(String s) { record In(int i) { In {" + end + "}}"), 8);
        assertFound(SizeRule::check, commit("enum Planted { A(1) { }, B; @Some({1}) <T> T p() {" + end + "}"), 8);
        assertNothing(SizeRule::check, commit(method("\n".repeat(39))));
    }

    @Test
    void checkerThatNamesTheEngineIsFound() {
        Sources broken = importing(TCK + "checker/Checker.java", "dev.datasave.engine.loop.Events");
        assertFound(HouseRules::annexes, broken, 9);
    }

    @Test
    void sharedSqlThatNamesADatabaseIsFound() {
        Sources broken = importing(JDBC + "sql/Queries.java", "dev.datasave.jdbc.sqlite.SqliteFile");
        assertFound(HouseRules::annexes, broken, 9);
    }

    @Test
    void modulesThatNameWhatTheirRowsDoNotAllowAreFound() {
        Map<String, String> planted = Map.of(
                "console/Guard", "dev.datasave.jdbc.SqlStorage",
                "minestom/PlayerProfiles", "dev.datasave.spi.Storage",
                "metrics/Meters", "dev.datasave.ops.Operations",
                "ops/Acts", "dev.datasave.copy.StorageCopy",
                "platform/Presence", "dev.datasave.spi.Storage",
                "copy/Contents", "dev.datasave.ops.Operations");
        planted.forEach((file, name) -> {
            String module = file.substring(0, file.indexOf('/'));
            String path = module + "/src/main/java/dev/datasave/" + file + ".java";
            assertFound(HouseRules::annexes, importing(path, name), 9);
        });
    }

    @Test
    void packagesOfOtherModulesThatAreNotPlannedOrNotThereAreFound() {
        assertThat(HouseRules.annexes(HOUSE.without(TCK + "checker/")))
                .anySatisfy(violation -> assertThat(violation.path()).isEqualTo("dev/datasave/tck/checker"));
        Sources broken = HOUSE.with(
                JDBC + "planted/Planted.java", none -> "package dev.datasave.jdbc.planted;\nfinal class Planted {}\n");
        assertFound(HouseRules::annexes, broken, 9);
    }

    private static void assertFound(Function<Sources, List<Violation>> rule, Sources broken, int number) {
        assertThat(added(rule, broken)).singleElement().satisfies(violation -> {
            assertThat(violation.rule()).isEqualTo(number);
            assertThat(violation.path()).endsWith(".java");
        });
    }

    private static void assertNothing(Function<Sources, List<Violation>> rule, Sources same) {
        assertThat(added(rule, same)).isEmpty();
    }

    private static List<Violation> added(Function<Sources, List<Violation>> rule, Sources copy) {
        List<Violation> found = new ArrayList<>(rule.apply(copy));
        found.removeAll(rule.apply(HOUSE));
        return found;
    }

    private static Sources importing(String path, String name) {
        assertThat(HOUSE.all()).extracting(Source::path).contains(path);
        return HOUSE.with(path, text -> withImport(text, name));
    }

    private static String withImport(String text, String name) {
        return text.replaceFirst(";", "; import " + name + ";");
    }

    private static Sources adding(String path, String type) {
        return HOUSE.with(path, text -> text + type);
    }

    private static String lastMember(String text, String member) {
        return text.substring(0, text.lastIndexOf('}')) + member + " }";
    }

    private static Sources json(String type) {
        return HOUSE.with(ROOMS + "json/Planted.java", none -> "package dev.datasave.engine.json;\n" + type + "\n");
    }

    /** A new file, which imports {@link #PORT}, the collaborator of these tests. */
    private static Sources commit(String type) {
        String head = "package dev.datasave.engine.commit; import " + PORT + ";\n";
        return HOUSE.with(ROOMS + "commit/Planted.java", none -> head + type + "\n");
    }

    private static String method(String body) {
        return "final class Planted { void planted() {" + body + "} }";
    }

    private static String ports(int count) {
        return IntStream.range(0, count).mapToObj(i -> "StoragePort p" + i).collect(Collectors.joining(", "));
    }
}
