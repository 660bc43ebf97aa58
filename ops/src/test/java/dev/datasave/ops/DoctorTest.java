package dev.datasave.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.datasave.Paging;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the doctor finds in a storage where everything is wrong. */
class DoctorTest {
    private Duration skew = Duration.ZERO;
    private final Storage storage = Storage.inMemory(() -> Instant.now().plus(skew));
    private final Operations operations = Operations.on(storage);

    private void put(String store, String key, Content content) {
        Write write = Write.put(new EntryId(store, key), Optional.empty(), "by hand", content);
        assertThat(storage.write(List.of(write), Atomicity.EACH)).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private static Content held(String value, String holder) {
        return new Content(value, Set.of(), Map.of(), holder, null, null);
    }

    private static Diagnosis of(List<Diagnosis> all, String matter) {
        return all.stream()
                .filter(diagnosis -> diagnosis.matter().equals(matter))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void emptyStorageIsWell() {
        List<Diagnosis> found = new ArrayList<>(operations.doctor().quick());
        found.addAll(operations.doctor().thorough(progress -> {}));
        assertThat(found).hasSize(11).allSatisfy(diagnosis -> {
            assertThat(diagnosis.severity()).isEqualTo(Diagnosis.Severity.OK);
            assertThat(diagnosis.advice()).isEmpty();
        });
    }

    @Test
    void eachTroubleIsNamedWithWhatToDo() {
        put("~lease", "incarnation1", Content.of("{\"name\":\"lobby\",\"leaseMillis\":10000}"));
        put("Bag", "k", held("{}", "incarnation1/session"));
        put("~orphan", "hash/1", Content.of("{}"));
        put("~message", "hash/1", Content.of("{}"));
        put("~message", "hash/2", new Content("{}", Set.of(), Map.of("dead", "expired"), null, null, null));
        put("~copy", "unfinished", Content.of("{}"));
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        String line = "{\"at\":\"" + yesterday + "\",\"who\":\"alice\",\"action\":\"edit\",\"state\":\"begun\"}";
        put("~audit", "1", Content.of(line));
        skew = Duration.ofHours(1);
        List<Diagnosis> found = operations.doctor().quick();
        assertThat(of(found, "schema").found()).contains("unfinished copy");
        assertThat(of(found, "clock").found()).contains("ahead of this machine's");
        assertThat(of(found, "servers").found()).isEqualTo("0 alive, 1 dead");
        assertThat(of(found, "lease of a dead server").found()).contains("lobby (incarnation1)", "holds 1 entries");
        assertThat(of(found, "orphans").severity()).isEqualTo(Diagnosis.Severity.PROBLEM);
        assertThat(of(found, "messages").found()).isEqualTo("1 wait, 1 have expired unread");
        assertThat(of(found, "operators' acts").found()).contains("edit by alice at " + yesterday);
        assertThat(found)
                .filteredOn(diagnosis -> diagnosis.severity() != Diagnosis.Severity.OK)
                .hasSize(7)
                .allSatisfy(diagnosis -> assertThat(diagnosis.advice()).isNotBlank());
    }

    @Test
    void messagesThatNobodyWillReadAreCountedByWhy() {
        String to = "{\"store\":\"Bag\",\"key\":\"%s\",\"type\":\"Gift\",\"payload\":1}";
        put("Bag", "here", Content.of("{}"));
        put("~message", "a/1", Content.of(to.formatted("here")));
        put("~message", "b/1", Content.of(to.formatted("typo")));
        put("~message", "b/2", Content.of(to.formatted("typo")));
        put("~message", "c/1", Content.of("{\"store\":\"Bag\"}"));
        put("~message", "d/1", Content.of("no json"));
        put("~message", "e/1", Content.of(to.formatted("here").replace("1}", "1,\"expires\":1000}")));
        put(
                "~message",
                "f/1",
                new Content(to.formatted("typo"), Set.of(), Map.of("dead", "expired"), null, null, null));
        assertThat(operations.doctor().quick())
                .filteredOn(diagnosis -> diagnosis.matter().equals("undeliverable messages"))
                .extracting(Diagnosis::severity, Diagnosis::found)
                .containsExactly(
                        tuple(Diagnosis.Severity.PROBLEM, "2 of 6 that wait can't be read: c/1, d/1"),
                        tuple(Diagnosis.Severity.NOTE, "2 of 6 that wait are for keys without a profile: Bag/typo"),
                        tuple(
                                Diagnosis.Severity.NOTE,
                                "1 of 6 that wait have expired more than an hour ago, and nobody has noted it"));
    }

    @Test
    void actsAreLookedAtHoweverManyThereAre() {
        for (int i = 0; i < 2_500; i++) {
            put("~audit", String.format("%05d", i), Content.of("{\"action\":\"edit\",\"state\":\"done\"}"));
        }
        String line = "{\"at\":\"%s\",\"who\":\"alice\",\"action\":\"%s\",\"state\":\"%s\"}";
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        put("~audit", "90001", Content.of(line.formatted(yesterday, "wipe", "failed")));
        put("~audit", "90002", Content.of(line.formatted(yesterday, "edit", "begun")));
        put("~audit", "90003", Content.of(line.formatted("2020-01-01T00:00:00Z", "edit", "begun")));
        Diagnosis acts = of(operations.doctor().quick(), "operators' acts");
        assertThat(acts.severity()).isEqualTo(Diagnosis.Severity.NOTE);
        assertThat(acts.found())
                .isEqualTo("2 of 2503 failed, or were begun and never ended: wipe by alice at " + yesterday
                        + " (failed); edit by alice at " + yesterday + "; 1 older than 30 days have not");
    }

    @Test
    void entriesThatCanNotBeReadAndHoldersThatAreGoneAreCounted() {
        put("Bag", "bad", Content.of("no json"));
        put("Bag", "deep", Content.of("[".repeat(300) + "]".repeat(300)));
        put("Bag", "word", Content.of("nojson"));
        put("Bag", "held", held("{}", "gone/session"));
        List<Long> done = new ArrayList<>();
        List<Diagnosis> found = operations.doctor().thorough(progress -> done.add(progress.done()));
        assertThat(of(found, "entries").found()).contains("3 of 4 can't be read", "Bag/bad", "Bag/deep", "Bag/word");
        assertThat(of(found, "holders").found()).contains("1 entries name 1 servers");
        assertThat(done).containsExactly(4L);
        ProfileReport report = operations.profile("Bag", "bad").report().orElseThrow();
        assertThat(report.trouble()).isPresent();
        assertThat(report.isRemoved()).isFalse();
        operations.close();
    }

    @Test
    void lineOfTheFirstFormatIsRead() {
        put(
                "~audit",
                "7ffffe64b0a5d3a1-0a1b2c3d",
                Content.of(
                        "{\"at\":\"2026-01-31T12:00:00Z\",\"who\":\"alice\",\"action\":\"pin\",\"state\":\"not_done\",\"why\":\"ticket 1\","
                                + "\"store\":\"Bag\",\"key\":\"k\",\"details\":{\"revision\":\"7\"},\"result\":\"no\",\"later\":[1]}"));
        assertThat(operations.audit().lines(Paging.first(1)).items())
                .containsExactly(new AuditLog.Line(
                        "7ffffe64b0a5d3a1-0a1b2c3d",
                        Instant.parse("2026-01-31T12:00:00Z"),
                        "alice",
                        "pin",
                        AuditLog.State.NOT_DONE,
                        Optional.of("Bag"),
                        Optional.of("k"),
                        Optional.of("ticket 1"),
                        Optional.of("no"),
                        Map.of("revision", "7"),
                        false));
    }

    @Test
    void auditLogIsListedPageByPageNewestFirst() {
        AuditLog log = operations.audit();
        for (String id : List.of("3", "1", "2")) {
            put("~audit", id, Content.of("{\"action\":\"act" + id + "\"}"));
        }
        Page<AuditLog.Line> first = log.lines(Paging.first(2));
        assertThat(first.items()).extracting(AuditLog.Line::action).containsExactly("act1", "act2");
        assertThat(log.lines(Paging.first(2).after(first.next())).items())
                .extracting(AuditLog.Line::action)
                .containsExactly("act3");
        assertThat(first.items().getFirst().state()).isEqualTo(AuditLog.State.BEGUN);
    }

    @Test
    void serversTellWhatTheyHaveCounted() {
        put("~lease", "incarnation1", Content.of("""
                        {"name":"lobby","leaseMillis":10000,"figures":{"profiles":7,"saved":12,"refused":-1,"queued":"many",
                        "handoverMillis":[1,5],"handovers":[4,0,2]}}"""));
        put("~lease", "incarnation2", Content.of("{\"name\":\"older\",\"leaseMillis\":10000}"));
        List<ServerPulse> pulses = Operations.on(storage).pulses();
        assertThat(pulses).extracting(ServerPulse::name).containsExactly("lobby", "older");
        ServerFigures figures = pulses.getFirst().figures().orElseThrow();
        assertThat(figures.profiles()).isEqualTo(7);
        assertThat(figures.saved()).isEqualTo(12);
        assertThat(figures.refused()).isZero();
        assertThat(figures.queued()).isZero();
        assertThat(figures.handovers())
                .containsExactly(
                        new ServerFigures.Span(1, 4),
                        new ServerFigures.Span(5, 0),
                        new ServerFigures.Span(Long.MAX_VALUE, 2));
        assertThat(pulses.getLast().figures()).isEmpty();
    }
}
