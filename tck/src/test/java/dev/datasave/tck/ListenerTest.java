package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The game's listeners and threads can't stop the engine. */
class ListenerTest extends GameOnNetwork {
    private final List<String> told = new ArrayList<>();

    @Test
    @DisplayName("F33: a listener that throws is an event, the others still run and the state is saved")
    void aListenerThrows() {
        DataSave a = server("a");
        Profile<Purse> profile = load(purses(a), "k");
        profile.onSave(() -> {
            throw new IllegalStateException("save broke");
        });
        profile.onLastSave(reason -> {
            throw new IllegalStateException("last save broke");
        });
        profile.onRelease(reason -> told.add("released"));
        profile.update(purse -> purse.earn(2));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(2));
        saved(profile.releaseAsync());
        network.advance(seconds(1));
        assertThat(events).contains("a listenerFailed save broke", "a listenerFailed last save broke");
        assertThat(told).containsExactly("released");
        assertThat(entry("k").content().value()).contains("4");
    }

    @Test
    @DisplayName("F33, F44: a home executor that is stuck is passed over; handover goes on with the last state")
    void aHomeExecutorIsStuck() {
        DataSave a = server("a", builder -> builder.homeExecutor(task -> {}));
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        profile.onLastSave(reason -> told.add("never"));
        profile.update(purse -> purse.earn(2));
        Duration before = network.now();
        assertThat(load(purses(b), "k").data().coins()).isEqualTo(2);
        assertThat(network.now().minus(before)).isLessThan(seconds(12));
        assertThat(told).isEmpty();
        assertThat(events).anyMatch(event -> event.startsWith("a listenerPassedOver"));
    }

    @Test
    @DisplayName("P5: onLastSave that comes after it was passed over edits nothing more")
    void lastWordsThatComeTooLate() {
        List<Runnable> tasks = new ArrayList<>();
        DataSave a = server("a", builder -> builder.homeExecutor(tasks::add));
        Profile<Purse> profile = load(purses(a), "k");
        profile.onLastSave(reason -> told.add("edited " + profile.tryUpdate(purse -> purse.earn(2))));
        saved(profile.releaseAsync());
        List.copyOf(tasks).forEach(Runnable::run);
        assertThat(told).containsExactly("edited false");
        assertThat(entry("k").content().value()).contains("\"coins\":0");
    }

    /** Mutable data of a game. */
    static final class Bag {
        long coins;
    }

    @Test
    @DisplayName("P9: data that the home thread reads after it was passed over still counts as edited")
    void readingThatComesTooLate() {
        List<Runnable> tasks = new ArrayList<>();
        DataSave a = server("a", builder -> builder.homeExecutor(tasks::add));
        Profile<Bag> profile = load(a.profileStore("Bag", Bag.class, Bag::new), "k");
        profile.edit(bag -> bag.coins = 1);
        saved(profile.saveAsync());
        profile.edit(bag -> bag.coins = 2);
        List.copyOf(tasks).forEach(Runnable::run);
        saved(profile.saveAsync());
        assertThat(entry("Bag", "k").content().value()).contains("\"coins\":2");
        saved(profile.releaseAsync());
    }

    @Test
    @DisplayName("F33: a home executor that rejects is passed over with an event")
    void aHomeExecutorRejects() {
        DataSave a = server(
                "a",
                builder -> builder.homeExecutor(task -> {
                    throw new RejectedExecutionException("game stopped");
                }));
        Profile<Purse> profile = load(purses(a), "k");
        profile.onRelease(reason -> told.add("released"));
        profile.update(purse -> purse.earn(2));
        saved(profile.releaseAsync());
        network.advance(seconds(1));
        assertThat(told).containsExactly("released");
        assertThat(events).anyMatch(event -> event.startsWith("a listenerPassedOver"));
        assertThat(entry("k").content().value()).contains("2");
    }

    @Test
    @DisplayName("F43: onLastSave and onRelease run in one home task, nothing between them")
    void lastSaveAndReleaseAreOneTask() {
        DataSave a = server(
                "a",
                builder -> builder.homeExecutor(task -> network.executor().execute(() -> {
                    told.add("[");
                    task.run();
                    told.add("]");
                })));
        Profile<Purse> profile = load(purses(a), "k");
        profile.onLastSave(reason -> told.add("last save"));
        profile.onRelease(reason -> told.add("release"));
        saved(profile.releaseAsync());
        int at = told.indexOf("last save");
        assertThat(told.subList(at - 1, at + 3)).containsExactly("[", "last save", "release", "]");
    }

    @Test
    @DisplayName("a listener added after the end is called at once; onAfterSave tells the revision")
    void lateListeners() {
        Profile<Purse> profile = load(purses(server("a")), "k");
        List<Long> revisions = new ArrayList<>();
        profile.onAfterSave(saved -> revisions.add(saved.revision()));
        profile.update(purse -> purse.earn(1));
        SaveResult.Saved saved = saved(profile.saveAsync());
        network.advance(seconds(1));
        assertThat(revisions).containsExactly(saved.revision());
        saved(profile.releaseAsync());
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        network.advance(seconds(1));
        assertThat(reasons).containsExactly(ReleaseReason.RELEASED);
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
    }
}
