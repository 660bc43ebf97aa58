package dev.datasave.platform;

import dev.datasave.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection: what is true of it, what the sessions were told of it, and what they said. */
final class Visitor {
    final int number;
    final String key;
    final List<CompletableFuture<Arrival<Purse>>> answers = new ArrayList<>();
    boolean isOpen = true;
    boolean isMute;
    boolean isSpoiled;
    int kicks;

    @Nullable
    Duration asked;

    @Nullable
    Duration answered;

    @Nullable
    Duration arrived;

    @Nullable
    Duration closed;

    @Nullable
    Duration toldGone;

    @Nullable
    Duration prepared;

    @Nullable
    Duration unheard;

    @Nullable
    Arrival<Purse> answer;

    @Nullable
    Profile<Purse> profile;

    @Nullable
    Reason kicked;

    Visitor(int number, String key) {
        this.number = number;
        this.key = key;
    }

    boolean isLetIn() {
        return answer instanceof Arrival.LetIn;
    }

    @Override
    public String toString() {
        return "visitor " + number + " (" + key + ")";
    }
}
