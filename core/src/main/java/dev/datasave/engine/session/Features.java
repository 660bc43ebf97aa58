package dev.datasave.engine.session;

import dev.datasave.GrantResult;
import dev.datasave.Message;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a profile offers that rooms above sessions do. From any thread. */
public interface Features {
    /**
     * Applies a grant unless its receipt says that it was applied before; once more if it was taken back and {@code again} (P12).
     *
     * @throws IllegalArgumentException if the receipt's id is empty, too long, or not representable
     */
    <T> CompletableFuture<GrantResult> grant(Session<T> session, String receipt, UnaryOperator<T> grant, boolean again);

    /**
     * From now on the handler is told of the profile's messages of that class, those that wait first (P11).
     *
     * @throws IllegalArgumentException if the class has no name, or Gson can't handle it
     */
    <T, M> void hear(Session<T> session, Class<M> type, Consumer<? super Message<T, M>> handler);
}
