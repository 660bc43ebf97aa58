package dev.datasave.platform;

import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import dev.datasave.tck.network.VirtualNetwork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A real store whose loads tell of their end a moment later, and can't be cancelled any more: what it looks like if the load ends on another thread just
 * before the quit.
 */
final class LateStore {
    private LateStore() {}

    @SuppressWarnings("unchecked")
    static ProfileStore<Purse> of(ProfileStore<Purse> store, VirtualNetwork network) {
        return (ProfileStore<Purse>) Proxy.newProxyInstance(
                ProfileStore.class.getClassLoader(),
                new Class<?>[] {ProfileStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(store, arguments);
                        return method.getName().equals("loadProfileAsync")
                                ? new Late((CompletableFuture<LoadResult<Purse>>) result, network)
                                : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static final class Late extends CompletableFuture<LoadResult<Purse>> {
        private Late(CompletableFuture<LoadResult<Purse>> load, VirtualNetwork network) {
            Duration moment = Duration.ofNanos(network.random().nextLong(100_000_000));
            CompletableFuture<?> unused = load.thenAccept(result -> network.schedule(moment, () -> complete(result)));
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return false;
        }
    }
}
