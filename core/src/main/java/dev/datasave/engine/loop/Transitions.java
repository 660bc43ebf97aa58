package dev.datasave.engine.loop;

import java.io.Serial;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The states of a part of the engine as a table: to which state each event leads. A part keeps its state as a plain field and asks its
 * table, a constant, for the next one. {@code docs/architecture.md} is drawn from these tables. Immutable once {@link Builder#table built}.
 *
 * <p>An event that a state does not expect is a fault of the engine. It is told as
 * {@link dev.datasave.DataSaveListener#engineFault}. Where assertions are on, as in tests, it throws as well. Elsewhere the state stays: a server goes on
 * with what it has.
 *
 * @param <S> the states
 * @param <E> the events
 */
public final class Transitions<S extends Enum<S>, E extends Enum<E>> {
    private final Map<S, Map<E, S>> table;

    private Transitions(Map<S, Map<E, S>> table) {
        this.table = table;
    }

    /** A table to be filled, in which no state expects anything yet. */
    public static <S extends Enum<S>, E extends Enum<E>> Builder<S, E> of(Class<S> states, Class<E> events) {
        return new Builder<>(states, events);
    }

    /** Whether the state expects the event. */
    public boolean expects(S state, E event) {
        return expectedBy(state).containsKey(event);
    }

    /**
     * The state after the event.
     *
     * @param of what is in that state, for the message
     * @throws IllegalStateException if the state does not expect the event, and assertions are on
     */
    public S next(S state, E event, Events events, Object of) {
        S next = expectedBy(state).get(event);
        if (next != null) {
            return next;
        }
        UnexpectedEvent fault = new UnexpectedEvent(of + ": found " + event + " while " + state + ", expected one of "
                + expectedBy(state).keySet());
        events.tell(listener -> listener.engineFault(fault));
        if (Transitions.class.desiredAssertionStatus()) {
            throw fault;
        }
        return state;
    }

    /** A state met an event that it does not expect. */
    static final class UnexpectedEvent extends IllegalStateException {
        @Serial
        private static final long serialVersionUID = 1;

        private UnexpectedEvent(String message) {
            super(message);
        }
    }

    private Map<E, S> expectedBy(S state) {
        return table.getOrDefault(state, Map.of());
    }

    /** A line for each state, event and next state, in the order of the states and events: {@code WAITS --TURN--> LOOKS}. */
    @Override
    public String toString() {
        return table.entrySet().stream()
                .flatMap(from -> from.getValue().entrySet().stream()
                        .map(to -> from.getKey() + " --" + to.getKey() + "--> " + to.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** A table that is being filled. */
    public static final class Builder<S extends Enum<S>, E extends Enum<E>> {
        private final Class<E> events;
        private final Map<S, Map<E, S>> table;

        private Builder(Class<S> states, Class<E> events) {
            this.events = events;
            this.table = new EnumMap<>(states);
        }

        /**
         * In that state, the event leads to another.
         *
         * @throws IllegalArgumentException if it leads somewhere already
         */
        public Builder<S, E> on(S from, E event, S to) {
            S before =
                    table.computeIfAbsent(from, state -> new EnumMap<>(events)).putIfAbsent(event, to);
            if (before != null) {
                throw new IllegalArgumentException(from + " on " + event + ": found it leading to " + before
                        + " already, expected one next state");
            }
            return this;
        }

        /** In each of those states, the event leads to another. */
        public Builder<S, E> on(Set<S> from, E event, S to) {
            EnumSet.copyOf(from).forEach(state -> on(state, event, to));
            return this;
        }

        /** In each of those states, the event changes nothing. */
        public Builder<S, E> stays(Set<S> states, E event) {
            EnumSet.copyOf(states).forEach(state -> on(state, event, state));
            return this;
        }

        /** In that state, each of the events changes nothing. */
        @SafeVarargs
        public final Builder<S, E> stays(S state, E... ignored) {
            for (E event : ignored) {
                on(state, event, state);
            }
            return this;
        }

        /** The table as it is filled now. */
        public Transitions<S, E> table() {
            return new Transitions<>(table);
        }
    }
}
