package dev.datasave.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tasks that start at the same moment, each on its own thread. */
final class Race {
    private Race() {}

    /** One racer. */
    @FunctionalInterface
    interface Racer<T> {
        T run(int number) throws Exception;
    }

    /** The results of the racers, by number; throws the exception of the first one that failed. */
    static <T> List<T> run(int racers, Racer<T> racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        List<T> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(
                racers, Thread.ofPlatform().daemon().factory());
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                int number = i;
                tasks.add(() -> {
                    start.await();
                    return racer.run(number);
                });
            }
            for (Future<T> finished : threads.invokeAll(tasks)) {
                results.add(finished.get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed;
        } finally {
            threads.shutdownNow(); // all are done, unless the test has run out of time
        }
        return results;
    }
}
