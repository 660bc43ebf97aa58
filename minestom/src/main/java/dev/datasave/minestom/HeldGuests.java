package dev.datasave.minestom;

import dev.datasave.Profile;
import dev.datasave.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Players who can't change anything while a transaction changes what they carry.
 *
 * @param isHeld of each player whether his items could be written into his profile; there they are ahead then
 */
record HeldGuests<T>(
        List<Guest<T>> guests, List<? extends Profile<T>> profiles, List<CompletableFuture<Boolean>> isHeld) {

    /** Freezes the players, and begins to write their items into the profiles, which are in the same order. */
    static <T> HeldGuests<T> of(List<Guest<T>> guests, List<? extends Profile<T>> profiles) {
        guests.forEach(Guest::freeze);
        return new HeldGuests<>(
                guests,
                profiles,
                guests.stream()
                        .map(guest -> CompletableFuture.supplyAsync(guest::hold, guest.home()))
                        .toList());
    }

    /** Runs the transaction if all could be held, and lets go. Completes when the players have their items, whatever the outcome. */
    CompletableFuture<Transaction.Result> during(Supplier<CompletableFuture<Transaction.Result>> transaction) {
        CompletableFuture<Transaction.Result> result = all(isHeld)
                .thenCompose(tried ->
                        notActive().map(CompletableFuture::completedFuture).orElseGet(transaction));
        return result.handle((found, thrown) -> "it has ended")
                .thenCompose(ended -> letGo())
                .whenComplete((shown, thrown) -> guests.forEach(Guest::thaw))
                .thenCompose(shown -> result);
    }

    /** About a profile whose items could not be written into it: it is suspended, or just ending. */
    private Optional<Transaction.Result> notActive() {
        return IntStream.range(0, profiles.size())
                .filter(i -> !isHeld.get(i).join())
                .mapToObj(profiles::get)
                .<Transaction.Result>map(profile -> new Transaction.Result.NotActive(profile.id(), profile.state()))
                .findFirst();
    }

    private CompletableFuture<Void> letGo() {
        return all(IntStream.range(0, guests.size())
                .filter(i -> !isHeld.get(i).isCompletedExceptionally()
                        && isHeld.get(i).join())
                .mapToObj(guests::get)
                .map(guest -> CompletableFuture.runAsync(guest::letGo, guest.home()))
                .toList());
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
