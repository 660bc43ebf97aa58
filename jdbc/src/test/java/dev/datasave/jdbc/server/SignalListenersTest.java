package dev.datasave.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Signals;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignalListenersTest {
    private final SignalListeners listeners = new SignalListeners();
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void oneThatListensTwiceIsWokenTwiceAndEndsTwice() {
        Signals.Subscription first = listeners.add("a", woken::incrementAndGet);
        Runnable same = woken::incrementAndGet;
        Signals.Subscription second = listeners.add("a", same);
        Signals.Subscription third = listeners.add("a", same);
        listeners.wake("a");
        assertThat(woken).hasValue(3);
        second.close();
        second.close();
        listeners.wake("a");
        assertThat(woken).hasValue(5);
        first.close();
        assertThat(listeners.names()).containsExactly("a");
        third.close();
        listeners.wake("a");
        listeners.wakeAll();
        assertThat(woken).hasValue(5);
        assertThat(listeners.names()).isEmpty();
    }

    @Test
    void oneThatThrowsDoesNotKeepOthersFromBeingWoken() {
        listeners.add("a", () -> {
            throw new IllegalStateException("planted");
        });
        listeners.add("a", woken::incrementAndGet);
        listeners.add("b", woken::incrementAndGet);
        listeners.wake("a");
        assertThat(woken).hasValue(1);
        listeners.wakeAll();
        assertThat(woken).hasValue(3);
        listeners.clear();
        listeners.wakeAll();
        assertThat(woken).hasValue(3);
    }
}
