package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** P11: a message is only given to the class that it was sent as. */
class MessageNameTest extends MailOnNetwork {
    private final DataSave a = server("a");

    /** One plugin of the game. */
    static final class Shop {
        record Gift(String item, int coins) {}

        @Message.Name("shop.gift")
        record Named(String item, int coins) {}
    }

    /** Another plugin. */
    static final class Party {
        record Gift(String from, int confetti) {}

        @Message.Name("shop.gift")
        record Renamed(String item, int coins) {}

        @Message.Name("~gift")
        record Reserved(int coins) {}
    }

    private List<Object> heard(Profile<Purse> profile, Class<?> type) {
        List<Object> heard = new ArrayList<>();
        profile.onMessage(
                type,
                message -> message.acknowledge(purse -> {
                    heard.add(message.payload());
                    return purse.earn(1);
                }));
        network.advance(seconds(1));
        return heard;
    }

    @Test
    @DisplayName(
            "a class of the same name whose members are others gets nothing, and the message waits for the right one")
    void misfit() {
        network.await(purses(a).messageAsync("k", new Shop.Gift("sword", 500)));
        Profile<Purse> profile = load(purses(server("b")), "k");
        assertThat(heard(profile, Party.Gift.class)).isEmpty();
        assertThat(profile.data().coins()).isZero();
        assertThat(events)
                .anyMatch(event ->
                        event.contains("listenerFailed message Gift can't be decoded: at $.item: found a member that "
                                + Party.Gift.class.getName() + " does not have"));
        saved(profile.releaseAsync());
        Profile<Purse> again = load(purses(server("c")), "k");
        assertThat(heard(again, Shop.Gift.class)).containsExactly(new Shop.Gift("sword", 500));
        assertThat(again.data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("two classes of one name on a server are refused")
    void oneClassOfAName() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.onMessage(Shop.Gift.class, message -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.onMessage(Party.Gift.class, message -> {}))
                .withMessage("message \"Gift\": found the classes " + Shop.Gift.class.getName() + " and "
                        + Party.Gift.class.getName()
                        + ", expected one class of that name on a server; @Message.Name gives another one");
        assertThatThrownBy(() -> purses(a).messageAsync("k", new Party.Gift("bob", 3)))
                .hasMessageContaining("expected one class of that name on a server");
    }

    @Test
    @DisplayName("a given name is what travels: it survives that the class is renamed")
    void givenName() {
        network.await(purses(a).messageAsync("k", new Shop.Named("sword", 500)));
        assertThat(network.await(purses(a).pendingMessagesAsync("k")))
                .extracting(Message.Pending::type)
                .containsExactly("shop.gift");
        Profile<Purse> profile = load(purses(server("b")), "k");
        assertThat(heard(profile, Party.Renamed.class)).containsExactly(new Party.Renamed("sword", 500));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.onMessage(Party.Reserved.class, message -> {}))
                .withMessageContaining("expected one that does not begin with ~");
    }
}
