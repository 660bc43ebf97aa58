package dev.datasave.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is logged in. It is kept in memory: a console that is started anew asks again. */
final class Visits {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Visit> visits = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final TokenFile tokens;

    Visits(InstantSource clock, TokenFile tokens) {
        this.clock = clock;
        this.tokens = tokens;
    }

    /** One browser that is logged in. */
    static final class Visit {
        private final String id = random();
        private final String csrf = random();
        private final TokenFile.User user;
        private final String tokenHash;
        private final Instant since;
        private volatile Instant seen;

        private Visit(TokenFile.User user, String tokenHash, Instant since) {
            this.user = user;
            this.tokenHash = tokenHash;
            this.since = since;
            this.seen = since;
        }

        String id() {
            return id;
        }

        String csrf() {
            return csrf;
        }

        TokenFile.User user() {
            return user;
        }

        boolean isOperator() {
            return user.role() == TokenFile.Role.OPERATOR;
        }
    }

    /** Begins a visit, if that is somebody's token. */
    Optional<Visit> begin(String token) {
        return tokens.check(token)
                .filter(user -> user.role() != TokenFile.Role.METRICS)
                .map(user -> {
                    Instant now = clock.instant();
                    visits.values().removeIf(visit -> isOver(visit, now));
                    if (visits.size() >= MOST) {
                        visits.values().stream()
                                .min(java.util.Comparator.comparing((Visit visit) -> visit.seen))
                                .ifPresent(oldest -> visits.remove(oldest.id));
                    }
                    Visit visit = new Visit(user, TokenFile.hashed(token), now);
                    visits.put(visit.id, visit);
                    return visit;
                });
    }

    /** The visit of that cookie, which goes on. */
    Optional<Visit> find(@Nullable String id) {
        return peek(id).map(visit -> {
            visit.seen = clock.instant();
            return visit;
        });
    }

    /** The visit of that cookie, if it is not over; whoever only watches doesn't keep it alive. */
    Optional<Visit> peek(@Nullable String id) {
        Visit visit = id == null ? null : visits.get(id);
        if (visit == null) {
            return Optional.empty();
        }
        if (isOver(visit, clock.instant()) || !tokens.isStill(visit.user, visit.tokenHash)) {
            visits.remove(visit.id);
            return Optional.empty();
        }
        return Optional.of(visit);
    }

    void end(Visit visit) {
        visits.remove(visit.id);
    }

    private static boolean isOver(Visit visit, Instant now) {
        return now.isAfter(visit.seen.plus(IDLE)) || now.isAfter(visit.since.plus(LONGEST));
    }

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
