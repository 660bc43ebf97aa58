package dev.datasave.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.engine.lease.LeaseState.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseStateTest {

    /** A server that never had a lease has no session to end. */
    @Test
    void graceOverMeansNothingBeforeTheFirstLease_P3() {
        assertThat(LeaseState.TABLE).asString().contains("BEGINNING --GRACE_OVER--> BEGINNING");
        assertThat(LeaseState.TABLE).asString().contains("SUSPENDED --GRACE_OVER--> GIVEN_UP");
    }

    @Test
    void graceCanNotBeOverWhileTheLeaseIsValid_P3() {
        assertThat(LeaseState.TABLE.expects(LeaseState.VALID, Event.GRACE_OVER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyClosingIsExpectedAfterTheEnd(Event event) {
        assertThat(LeaseState.TABLE.expects(LeaseState.ENDED, event)).isEqualTo(event == Event.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLostIsSuspendedOrGivenUp(LeaseState state) {
        assertThat(state.isLost()).isEqualTo(state == LeaseState.SUSPENDED || state == LeaseState.GIVEN_UP);
    }
}
