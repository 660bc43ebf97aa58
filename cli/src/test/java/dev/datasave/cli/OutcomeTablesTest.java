package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.EditOutcome;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.RollbackOutcome;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of outcomes in the documentation name every outcome that there is, and no other: each of them is compiled as an exhaustive switch. */
class OutcomeTablesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern CALL = Pattern.compile("`([a-z]\\w*)`");
    private static final Pattern COMPONENT = Pattern.compile("`([A-Z]\\w*)\\.([a-z]\\w*)`");
    private static final List<Class<?>> CALLED =
            List.of(DataSave.class, DataStore.class, Profile.class, ProfileStore.class);
    private static final List<Class<?>> RECORDS = List.of(EditOutcome.class, RollbackOutcome.class);

    static Stream<OutcomeTable> tables() throws IOException {
        String results =
                OutcomeTable.rows(Files.readString(DOCS.resolve("trades-and-purchases.md")), "| result | meaning |")
                        .stream()
                        .map(List::getFirst)
                        .collect(Collectors.joining(", "));
        return Stream.concat(
                calls(Files.readString(DOCS.resolve("concepts.md"))).stream(),
                Stream.of(new OutcomeTable("trades-and-purchases.md", Transaction.Result.class, results)));
    }

    private static List<OutcomeTable> calls(String page) {
        return OutcomeTable.rows(page, "| call | outcomes |").stream()
                .flatMap(cells -> answer(cells.getFirst())
                        .map(type -> new OutcomeTable("concepts.md: " + cells.getFirst(), type, cells.get(1)))
                        .stream())
                .toList();
    }

    /** What every call of the cell answers with; empty if all of them answer with nothing. */
    private static Optional<Class<?>> answer(String cell) {
        Set<Optional<Class<?>>> types = new HashSet<>();
        CALL.matcher(cell).results().forEach(call -> types.add(ofCall(call.group(1))));
        COMPONENT
                .matcher(cell)
                .results()
                .forEach(part -> types.add(Optional.of(ofComponent(part.group(1), part.group(2)))));
        assertThat(types).as("what the calls %s answer with", cell).hasSize(1);
        return types.iterator().next();
    }

    private static Optional<Class<?>> ofCall(String name) {
        List<Method> methods = CALLED.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getName().equals(name))
                .toList();
        assertThat(methods).as("methods of the name " + name).isNotEmpty();
        Set<Class<?>> outcomes = methods.stream()
                .flatMap(method -> Stream.concat(Stream.of(method.getGenericReturnType()), listened(method)))
                .flatMap(OutcomeTablesTest::outcomes)
                .collect(Collectors.toSet());
        assertThat(outcomes).as("types of outcomes of " + name).hasSizeLessThanOrEqualTo(1);
        return outcomes.stream().findFirst();
    }

    private static Class<?> ofComponent(String record, String component) {
        return RECORDS.stream()
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .filter(type -> type.getSimpleName().equals(record))
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(part -> part.getName().equals(component))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no component " + component + " of " + record))
                .getType();
    }

    private static Stream<Type> listened(Method method) {
        return method.getName().startsWith("on") ? Arrays.stream(method.getGenericParameterTypes()) : Stream.of();
    }

    /** The sealed types and enums in a type: in {@code CompletableFuture<Optional<SaveResult>>} it is {@code SaveResult}. */
    private static Stream<Class<?>> outcomes(Type type) {
        return switch (type) {
            case Class<?> plain -> plain.isSealed() || plain.isEnum() ? Stream.of(plain) : Stream.of();
            case ParameterizedType generic ->
                Stream.concat(
                        outcomes(generic.getRawType()),
                        Arrays.stream(generic.getActualTypeArguments()).flatMap(OutcomeTablesTest::outcomes));
            case WildcardType wild -> Arrays.stream(wild.getLowerBounds()).flatMap(OutcomeTablesTest::outcomes);
            default -> Stream.of();
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void aSwitchFromTheTableIsExhaustive(OutcomeTable table, @TempDir Path folder) {
        assertThat(DocsTest.problems(table.source(), folder)).as(table.source()).isEmpty();
    }

    /** Also those that stand in other outcomes, as the reason in {@code NotSaved}. */
    @Test
    void everyOutcomeOfACallHasItsTable() throws IOException {
        Set<Class<?>> found = new HashSet<>();
        CALLED.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(Method::getGenericReturnType)
                .flatMap(OutcomeTablesTest::outcomes)
                .forEach(type -> collect(type, found));
        Set<Class<?>> told = tables().flatMap(table -> Stream.concat(Stream.of(table.type()), table.cause().stream()))
                .collect(Collectors.toSet());
        assertThat(found).hasSizeGreaterThan(10);
        assertThat(told).containsExactlyInAnyOrderElementsOf(found);
    }

    private static void collect(Class<?> outcome, Set<Class<?>> found) {
        if (!found.add(outcome) || outcome.isEnum()) {
            return;
        }
        Arrays.stream(outcome.getPermittedSubclasses())
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .flatMap(part -> outcomes(part.getGenericType()))
                .forEach(type -> collect(type, found));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`Saved(revision)`", // one is missing
                "`Saved(revision)`; `NotSaved(reason)`; `Lost`", // one does not exist
                "`Saved(version)`; `NotSaved(reason)`", // a component has another name
                "`Saved(revision)`; `NotSaved(reason)` because `RELEASED`" // a reason that is no type
            })
    void aWrongTableIsFound(String text, @TempDir Path folder) {
        assertThat(DocsTest.problems(new OutcomeTable("here", SaveResult.class, text).source(), folder))
                .isPresent();
        OutcomeTable right = new OutcomeTable("here", SaveResult.class, "`Saved(revision)`; `NotSaved(reason)`");
        assertThat(DocsTest.problems(right.source(), folder)).isEmpty();
    }

    @Test
    void aTableThatLacksARowIsFound(@TempDir Path folder) throws IOException {
        for (OutcomeTable table : tables().toList()) {
            List<String> names = Pattern.compile("`[A-Z][^`]*`")
                    .matcher(table.text())
                    .results()
                    .map(name -> name.group())
                    .toList();
            String lacking = table.text().replace(names.getLast(), "");
            Optional<String> problems =
                    DocsTest.problems(new OutcomeTable("here", table.type(), lacking).source(), folder);
            assertThat(problems)
                    .as("%s without %s", table, names.getLast())
                    .hasValueSatisfying(said -> assertThat(said).contains("does not cover all possible input values"));
        }
    }

    @Test
    void whatACallAnswersWithIsReadFromItsSignature() {
        assertThat(answer("`releaseAsync`, `saveAsync`")).contains(SaveResult.class);
        assertThat(answer("`onRelease`")).contains(ReleaseReason.class);
        assertThat(answer("`loadProfileAsync`")).contains(LoadResult.class);
        assertThat(answer("`Applied.where`")).contains(EditOutcome.Where.class);
        assertThat(answer("`update`, `edit`")).isEmpty();
    }
}
