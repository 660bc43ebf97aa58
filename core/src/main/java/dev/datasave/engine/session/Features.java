package dev.datasave.engine.session;

import dev.datasave.GrantResult;
import dev.datasave.Message;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The features of a profile that rooms above this one implement. May be called from any thread. */
public interface Features {
    /**
     * Applies a grant unless its receipt says that it was applied before (P12). If a rollback has taken it back, it is applied again only if
     * {@code again}.
     *
     * @throws IllegalArgumentException if the receipt's id is empty, too long, or not representable
     */
    <T> CompletableFuture<GrantResult> grant(Session<T> session, String receipt, UnaryOperator<T> grant, boolean again);

    /**
     * Adds a handler for the profile's messages of a class; it gets those that wait first (P11).
     *
     * @throws IllegalArgumentException if the class has no name, or Gson can't handle it
     */
    <T, M> void hear(Session<T> session, Class<M> type, Consumer<? super Message<T, M>> handler);
}
