package dev.datasave.engine.handover;

import static dev.datasave.engine.loop.ManualEnvironment.Fate.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.engine.Parser;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims and notices: each is answered by whom it is for, once, and what is broken hides nothing (P5, P7, P8). */
class InboxTest {
    private static final EntryId PROFILE = new EntryId("Players", "k");
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Storage storage = environment.storage();
    private final Loop loop = environment.loop(storage);
    private final Inbox inbox = new Inbox(loop);
    private final List<String> log = new ArrayList<>();
    private final Map<EntryId, Session> sessions = new HashMap<>();
    private final Token own = new Token(loop.ids().incarnation(), "ses");

    private final class Session implements Holdings.Holding {
        private final EntryFormat format;
        private boolean mayHandOver = true;

        private Session(EntryFormat format) {
            this.format = format;
        }

        @Override
        public Token token() {
            return own;
        }

        @Override
        public EntryFormat format() {
            return format;
        }

        @Override
        public boolean mayHandOver() {
            return mayHandOver;
        }

        @Override
        public void handOver(Claim claim) {
            log.add("hand over to " + claim.by());
        }

        @Override
        public void stolen() {
            log.add("stolen");
        }
    }

    @BeforeEach
    void attach() {
        inbox.attach(new Holdings() {
            @Override
            public boolean uses(EntryId id, Token token) {
                return sessions.containsKey(id);
            }

            @Override
            public Optional<? extends Holding> session(EntryId id) {
                return Optional.ofNullable(sessions.get(id));
            }
        });
    }

    private void write(EntryId id, Content content) {
        storage.write(List.of(Write.put(id, stored(id), "w" + environment.randomLong(), content)), Atomicity.EACH);
    }

    private Optional<Entry> stored(EntryId id) {
        return storage.read(List.of(id)).getFirst();
    }

    private void claim(long number, int schema) {
        Claim claim = new Claim(PROFILE, own, new Token("other", "theirs"), number, schema, 0);
        write(Claim.idFor(PROFILE), claim.content());
        inbox.wake(() -> {});
        environment.run();
    }

    @Test
    void aClaimForASessionIsHandedOn() {
        sessions.put(PROFILE, new Session(EntryFormat.fresh(1, 1)));
        claim(1, 1);
        assertThat(log).containsExactly("hand over to other/theirs");
        assertThat(stored(Claim.idFor(PROFILE))).isPresent();
        inbox.forget(PROFILE);
        environment.run();
        assertThat(stored(Claim.idFor(PROFILE))).isEmpty();
    }

    @Test
    void aClaimThatMayNotBeAnsweredYetIsReadAgain() {
        Session session = new Session(EntryFormat.fresh(1, 1));
        session.mayHandOver = false;
        sessions.put(PROFILE, session);
        claim(1, 1);
        assertThat(log).isEmpty();
        session.mayHandOver = true;
        inbox.opened(PROFILE);
        assertThat(log).containsExactly("hand over to other/theirs");
    }

    @Test
    void aClaimOlderThanTheSessionIsRemoved() {
        sessions.put(PROFILE, new Session(EntryFormat.fresh(1, 1).withLoad(4)));
        claim(4, 1);
        assertThat(log).isEmpty();
        assertThat(stored(Claim.idFor(PROFILE))).isEmpty();
        claim(5, 1);
        assertThat(log).containsExactly("hand over to other/theirs");
    }

    @Test
    void aClaimantThatCouldNotReadTheDataIsRefused() {
        sessions.put(PROFILE, new Session(EntryFormat.fresh(3, 2)));
        claim(1, 1);
        assertThat(log).isEmpty();
        Claim refused = Claim.parse(stored(Claim.idFor(PROFILE)).orElseThrow());
        assertThat(refused).isNotNull().extracting(Claim::refusedReader).isEqualTo(2);
        assertThat(stored(Claim.idFor(PROFILE)).orElseThrow().content().holder())
                .as("out of the inbox")
                .isNull();
    }

    @Test
    void aTokenThatNobodyUsesIsPassedOnToTheClaimant() {
        Content profile = Content.of("{}").withHolder(own.toString()).withSystem("{\"loads\":1}");
        write(PROFILE, profile);
        environment.next(REFUSED);
        claim(7, 1);
        environment.pass(Duration.ofSeconds(10));
        inbox.wake(() -> {});
        environment.run();
        Entry freed = stored(PROFILE).orElseThrow();
        assertThat(freed.content().holder()).isEqualTo("other/theirs");
        assertThat(EntryFormat.of(freed).counters().claim()).isEqualTo(7);
        assertThat(freed.content().value()).isEqualTo("{}");
        assertThat(stored(Claim.idFor(PROFILE))).isEmpty();
    }

    @Test
    void whatNobodyHereUsesIsFreedByAScanPageByPage() {
        for (int i = 0; i < 250; i++) {
            EntryId id = new EntryId("Players", "k" + i);
            write(id, Content.of("1").withHolder(loop.ids().incarnation() + "/" + (1_000 + i)));
            if (i < 220) {
                sessions.put(id, new Session(EntryFormat.fresh(0, 0)));
            }
        }
        EntryId other = new EntryId("Players", "others");
        write(other, Content.of("1").withHolder("other/s"));
        for (int turn = 0; turn < 4; turn++) {
            inbox.strays().turn();
            environment.run();
        }
        for (int i = 0; i < 250; i++) {
            EntryId id = new EntryId("Players", "k" + i);
            assertThat(stored(id).orElseThrow().content().holder() == null).isEqualTo(i >= 220);
        }
        assertThat(stored(other).orElseThrow().content().holder()).isEqualTo("other/s");
    }

    @Test
    void aTokenThatIsWrittenLateIsFreedToo() {
        inbox.strays().watch(PROFILE, own);
        environment.pass(Duration.ofMillis(1_500));
        write(PROFILE, Content.of("1").withHolder(own.toString()));
        environment.pass(Duration.ofSeconds(4));
        assertThat(stored(PROFILE).orElseThrow().content().holder()).isNull();
        write(PROFILE, Content.of("1").withHolder(own.toString()));
        inbox.strays().end();
        environment.pass(Duration.ofMinutes(1));
        assertThat(stored(PROFILE).orElseThrow().content().holder()).isNotNull();
    }

    @Test
    void aNoticeTellsTheSessionThatItWasStolen() {
        sessions.put(PROFILE, new Session(EntryFormat.fresh(0, 0)));
        inbox.leaveNotice(PROFILE, new Token(loop.ids().incarnation(), "another session"));
        inbox.leaveNotice(PROFILE, own);
        environment.run();
        inbox.wake(() -> {});
        environment.run();
        assertThat(log).containsExactly("stolen");
        assertThat(stored(new EntryId(Addresses.NOTICES, "ses"))).isEmpty();
    }

    @Test
    void whatIsBrokenIsToldOfAndHidesNothing() {
        Content broken = Content.of("{\"secret\":1}")
                .withHolder(Addresses.inbox(loop.ids().incarnation()));
        write(new EntryId(Addresses.CLAIMS, "0"), broken);
        sessions.put(PROFILE, new Session(EntryFormat.fresh(0, 0)));
        claim(1, 1);
        assertThat(log).hasSize(1);
        assertThat(environment.told()).containsExactly("storageFailed member \"store\": found nothing, expected text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"store":"s","key":"k","holder":"h","by":7,"number":1,"schema":1}      | member "by": found a number, expected text
            {"store":"s","key":"k","holder":"h","by":"b","number":1.5,"schema":1}  | member "number": found another number
            {"store":"s","key":"k","holder":"h","by":"b","number":1}               | member "schema": found nothing
            {"store":"s","key":"k","holder":"h","by":"b","number":1,"schema":1e10} | member "schema": found a number of more than 32 bits
            {"store":"","key":"k","holder":"h","by":"b","number":1,"schema":1}     | store: found an empty text
            []                                                                     | claim Players/k/1: found no JSON object
            """)
    void aBrokenClaimIsNamed(String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.parse(Parser.entry(value, null)))
                .withMessageContaining(message);
    }
}
