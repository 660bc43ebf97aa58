package dev.datasave.platform;

import dev.datasave.SaveResult;
import dev.datasave.platform.PresenceState.Event;
import dev.datasave.platform.Reason.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The end of everybody, once. A profile whose load was cut off is waited for, too, until the store says that it is free. */
final class Shutdown<T, P> {
    private final Premises<T, P> premises;
    private final List<Presence<T, P>> presences;
    private final List<String> expected;
    private final List<Release> releases = new ArrayList<>();

    private enum What {
        /** A profile that was let in, or nearly. */
        SESSION,
        /** A load that was under way. */
        LOAD,
        /** A load that was cut off a moment ago, and may not have come to its end yet. */
        CUT_LOAD
    }

    /** What is waited for; its outcome is empty if there was no session. */
    private record Release(String key, What what, CompletableFuture<Optional<SaveResult>> outcome) {
        private boolean isSaved() {
            return outcome.isDone()
                    && !outcome.isCompletedExceptionally()
                    && outcome.join().filter(SaveResult.Saved.class::isInstance).isPresent();
        }

        private boolean isLost() {
            return what == What.SESSION && outcome.isDone() && !isSaved();
        }
    }

    /** @param expected the keys of loads that were under way for players without a connection, and are cut off */
    Shutdown(Premises<T, P> premises, List<Presence<T, P>> presences, List<String> expected) {
        this.premises = premises;
        this.presences = presences;
        this.expected = expected;
    }

    void begin(Duration atMost, CompletableFuture<ShutdownReport> report) {
        presences.forEach(this::end);
        expected.forEach(key -> await(key, What.CUT_LOAD));
        premises.timer().accept(atMost, () -> report.complete(report()));
        CompletableFuture<?> unused = CompletableFuture.allOf(
                        releases.stream().map(Release::outcome).toArray(CompletableFuture[]::new))
                .whenComplete((all, thrown) -> premises.elsewhere(() -> report.complete(report())));
    }

    private void end(Presence<T, P> presence) {
        PresenceState before = presence.state();
        presence.happens(Event.STOPPED, Reason.of(Kind.STOPPING));
        String key = presence.key();
        if (!presence.hadProfile() && !key.isEmpty()) {
            What what = before.isWanted() ? What.LOAD : What.CUT_LOAD;
            await(key, what);
        } else if (before != PresenceState.OVER) {
            releases.add(new Release(key, What.SESSION, presence.end()));
        }
    }

    private void await(String key, What what) {
        releases.add(new Release(key, what, premises.store().releaseAsync(key)));
    }

    private ShutdownReport report() {
        return new ShutdownReport(
                keys(release -> release.what() == What.SESSION && release.isSaved())
                        .size(),
                keys(release -> release.what() == What.LOAD).size(),
                keys(Release::isLost),
                keys(release -> !release.outcome().isDone()));
    }

    private List<String> keys(Predicate<Release> which) {
        return releases.stream().filter(which).map(Release::key).toList();
    }
}
