package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.datasave.DataSaveListener;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private enum Door {
        OPEN,
        SHUT,
        LOCKED
    }

    private enum Act {
        SHUT,
        TURN_KEY,
        PUSH
    }

    private static final Transitions<Door, Act> TABLE = Transitions.of(Door.class, Act.class)
            .on(Door.OPEN, Act.SHUT, Door.SHUT)
            .on(Set.of(Door.SHUT), Act.TURN_KEY, Door.LOCKED)
            .on(Door.LOCKED, Act.TURN_KEY, Door.SHUT)
            .stays(Set.of(Door.LOCKED, Door.OPEN), Act.PUSH)
            .table();

    private final SystemEnvironment environment = new SystemEnvironment("door");
    private final Events events = new Events(new DataSaveListener() {}, environment);

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void anExpectedEventLeadsToTheNextState() {
        assertThat(TABLE.next(Door.OPEN, Act.SHUT, events, "door")).isEqualTo(Door.SHUT);
        assertThat(TABLE.next(Door.SHUT, Act.TURN_KEY, events, "door")).isEqualTo(Door.LOCKED);
        assertThat(TABLE.next(Door.LOCKED, Act.PUSH, events, "door")).isEqualTo(Door.LOCKED);
    }

    @Test
    void anUnexpectedEventThrowsInTests() {
        assertThat(TABLE.expects(Door.SHUT, Act.PUSH)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> TABLE.next(Door.SHUT, Act.PUSH, events, "front door"))
                .withMessage("front door: found PUSH while SHUT, expected one of [TURN_KEY]");
    }

    @Test
    void anEventLeadsToOneStateOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transitions.of(Door.class, Act.class)
                        .on(Door.OPEN, Act.SHUT, Door.SHUT)
                        .on(Door.OPEN, Act.SHUT, Door.LOCKED))
                .withMessageContaining("OPEN on SHUT: found it leading to SHUT already");
    }

    @Test
    void theTableCanBeRead() {
        assertThat(TABLE)
                .hasToString("OPEN --SHUT--> SHUT\nOPEN --PUSH--> OPEN\nSHUT --TURN_KEY--> LOCKED\n"
                        + "LOCKED --TURN_KEY--> SHUT\nLOCKED --PUSH--> LOCKED");
    }
}
