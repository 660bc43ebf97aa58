package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.platform.PresenceState.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of a connection's states, and its drawing. */
class PresenceStateTest {
    private static final Path PAGE = Path.of("..", "docs", "integrating.md");
    private static final String BEGIN = "<!-- states of a connection, made by the build -->\n";
    private static final String END = "<!-- end of states of a connection -->\n";

    /** The page shows the table as it is; with {@code -Ddatasave.house.write=true} it is drawn anew. */
    @Test
    void pageShowsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "```mermaid\nstateDiagram-v2\n"
                + arrows() + "```\n" + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("datasave.house.write")) {
            Files.writeString(PAGE, drawn);
        } else {
            assertThat(page).isEqualTo(drawn);
        }
    }

    private static String arrows() {
        return Stream.of(PresenceState.values())
                .flatMap(state -> Stream.of(Event.values())
                        .filter(event -> state.after(event) != state)
                        .map(event -> "    " + state + " --> " + state.after(event) + " : " + event + "\n"))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsGoneHoldsNothingForLong(PresenceState state) {
        PresenceState gone = state.after(Event.GONE);
        assertThat(gone.isWanted()).isFalse();
        assertThat(Stream.of(Event.values()).map(gone::after)).noneMatch(PresenceState::isWanted);
    }

    @Test
    void onlyWhoWasLoadedCanPlay() {
        Set<PresenceState> withoutData = EnumSet.of(PresenceState.LOADING);
        Stream.of(Event.values())
                .filter(event -> event != Event.LOADED)
                .forEach(event -> withoutData.add(PresenceState.LOADING.after(event)));
        assertThat(withoutData).noneMatch(PresenceState::isIn);
    }

    @ParameterizedTest
    @EnumSource(names = {"GONE", "REPLACED", "STOPPED"})
    void everyEndIsAnEndInEveryState(Event end) {
        assertThat(Stream.of(PresenceState.values()).map(state -> state.after(end)))
                .noneMatch(PresenceState::isWanted);
    }

    @ParameterizedTest
    @EnumSource
    void overIsOver(Event event) {
        assertThat(PresenceState.OVER.after(event)).isEqualTo(PresenceState.OVER);
    }
}
