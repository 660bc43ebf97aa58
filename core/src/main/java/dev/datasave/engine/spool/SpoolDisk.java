package dev.datasave.engine.spool;

import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Once;
import dev.datasave.spi.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Gives the loop access to the files of a spool: work on them runs on user threads and reports back. Loop only. */
final class SpoolDisk {
    private final Loop loop;
    private final SpoolFolder folder;
    private int underWay;
    private Runnable whenIdle = () -> {};

    SpoolDisk(Loop loop, Path directory) {
        this.loop = loop;
        this.folder = new SpoolFolder(directory, loop.environment(), loop.ids().token());
    }

    /** Work on the files, which blocks. */
    interface Work<R> {
        R on(SpoolFolder folder) throws Exception;
    }

    Path path(String name) {
        return folder.path(name);
    }

    /** The name for a file that this run of the server writes. */
    SpoolName name(SpoolFile file) {
        return SpoolName.of(file.id(), file.token(), folder.run());
    }

    <R> void work(Work<R> work, Consumer<R> then, Consumer<Throwable> failed) {
        underWay++;
        loop.elsewhere(
                () -> work.on(folder),
                result -> answered(() -> then.accept(result)),
                failure -> answered(() -> failed.accept(failure)));
    }

    private void answered(Runnable step) {
        underWay--;
        loop.forEach(List.of(step, this::goOnIfIdle), Runnable::run);
    }

    private void goOnIfIdle() {
        if (underWay == 0) {
            Runnable then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }

    /** Gives up the files once the work under way is done; goes on after {@code atMost} in any case. */
    void close(Duration atMost, Consumer<Throwable> failed, Runnable done) {
        Once first = new Once(done);
        Environment.Timer deadline = loop.environment().schedule(atMost, first);
        Runnable closed = () -> {
            deadline.cancel();
            first.run();
        };
        Runnable close = () -> work(
                files -> {
                    files.close();
                    return true;
                },
                isClosed -> closed.run(),
                failure -> {
                    failed.accept(failure);
                    closed.run();
                });
        if (underWay == 0) {
            close.run();
        } else {
            whenIdle = close;
        }
    }
}
