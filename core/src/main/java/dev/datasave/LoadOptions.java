package dev.datasave;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a profile is loaded. Immutable: every method returns a changed copy. */
public final class LoadOptions {
    private static final LoadOptions DEFAULTS = new LoadOptions(
            always(WhenHeld.FORCE_LOAD),
            Optional.of(WhenHeld.FORCE_LOAD),
            Set.of(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Optional.empty());

    private final Function<Optional<Holder>, WhenHeld> policy;
    private final Optional<WhenHeld> always;
    private final Set<String> userIds;
    private final Duration timeout;
    private final Duration stealAfter;
    private final Optional<Executor> homeExecutor;

    private LoadOptions(
            Function<Optional<Holder>, WhenHeld> policy,
            Optional<WhenHeld> always,
            Set<String> userIds,
            Duration timeout,
            Duration stealAfter,
            Optional<Executor> homeExecutor) {
        this.policy = policy;
        this.always = always;
        this.userIds = userIds;
        this.timeout = timeout;
        this.stealAfter = stealAfter;
        this.homeExecutor = homeExecutor;
    }

    /** The defaults: {@link WhenHeld#FORCE_LOAD}, no user ids, a timeout of 60 s, stealing after 30 s, the store's or server's home executor. */
    public static LoadOptions defaults() {
        return DEFAULTS;
    }

    /** What to do while another living session holds the profile; default {@link WhenHeld#FORCE_LOAD}. A free profile is always loaded. */
    public LoadOptions whenHeld(WhenHeld always) {
        Objects.requireNonNull(always, "whenHeld");
        return new LoadOptions(always(always), Optional.of(always), userIds, timeout, stealAfter, homeExecutor);
    }

    private static Function<Optional<Holder>, WhenHeld> always(WhenHeld answer) {
        return holder -> holder.isPresent() ? answer : WhenHeld.FORCE_LOAD;
    }

    /**
     * Decides what to do while another living session holds the profile. The function is asked at each try, with the holder, and once more before
     * delivery, with the living holder that the profile was taken from, or empty if there was none. If it answers {@link WhenHeld#CANCEL} before
     * delivery, because the player has left, the load ends as {@link NotLoadedReason.Cancelled}. It runs on a virtual thread.
     */
    public LoadOptions whenHeld(Function<Optional<Holder>, WhenHeld> newPolicy) {
        Objects.requireNonNull(newPolicy, "whenHeld");
        return new LoadOptions(newPolicy, Optional.empty(), userIds, timeout, stealAfter, homeExecutor);
    }

    /**
     * Connects a person to the profile when it is loaded, in addition to those already connected.
     *
     * @throws IllegalArgumentException if it is empty, over 100 bytes of UTF-8, or not representable
     */
    public LoadOptions userId(String userId) {
        Set<String> more = Stream.concat(userIds.stream(), Stream.of(Objects.requireNonNull(userId, "user id")))
                .collect(Collectors.toUnmodifiableSet());
        return new LoadOptions(
                policy, always, dev.datasave.spi.Limits.checkUserIds(more), timeout, stealAfter, homeExecutor);
    }

    /**
     * How long the load may take before it ends as {@link NotLoadedReason.TimedOut}; default 60 s.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 1 h
     */
    public LoadOptions timeout(Duration newTimeout) {
        check("timeout", newTimeout);
        return new LoadOptions(policy, always, userIds, newTimeout, stealAfter, homeExecutor);
    }

    /**
     * How long a living holder may leave a claim unanswered before this load steals the profile (P8); default 30 s.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 1 h
     */
    public LoadOptions stealAfter(Duration newStealAfter) {
        check("stealAfter", newStealAfter);
        return new LoadOptions(policy, always, userIds, timeout, newStealAfter, homeExecutor);
    }

    /** Where this profile's listeners run and its mutable data is read for saving; usually the game thread. Default: the store's home executor. */
    public LoadOptions homeExecutor(Executor executor) {
        return new LoadOptions(
                policy,
                always,
                userIds,
                timeout,
                stealAfter,
                Optional.of(Objects.requireNonNull(executor, "homeExecutor")));
    }

    /** See {@link #whenHeld(Function)}. */
    public Function<Optional<Holder>, WhenHeld> policy() {
        return policy;
    }

    /** What {@link #policy()} answers, if that is one of the four and no function of the caller's: it can be known without running code of the game. */
    public Optional<WhenHeld> knownAnswer(Optional<Holder> holder) {
        return always.map(answer -> holder.isPresent() ? answer : WhenHeld.FORCE_LOAD);
    }

    /** See {@link #userId}. */
    public Set<String> userIds() {
        return userIds;
    }

    /** See {@link #timeout(Duration)}. */
    public Duration timeout() {
        return timeout;
    }

    /** See {@link #stealAfter(Duration)}. */
    public Duration stealAfter() {
        return stealAfter;
    }

    /** See {@link #homeExecutor(Executor)}. */
    public Optional<Executor> homeExecutor() {
        return homeExecutor;
    }

    private static void check(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(what + ": found " + duration + ", expected 1 ms to 1 h");
        }
    }
}
