package dev.datasave.copy;

import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads one page ahead on a thread of its own, so that one side reads while the other writes. */
final class Ahead implements Contents.Pages {
    private final Contents.Pages pages;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("datasave-copy-read").factory());
    private Future<List<Revision>> next;

    Ahead(Contents.Pages pages) {
        this.pages = pages;
        this.next = reader.submit(pages::next);
    }

    @Override
    public List<Revision> next() throws IOException {
        try {
            List<Revision> page = next.get();
            if (!page.isEmpty()) {
                next = reader.submit(pages::next);
            }
            return page;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the copy was interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException wrong -> throw wrong;
                case null, default -> throw new IOException(e);
            }
        }
    }

    /** Waits for a page that is being read: nobody else may read before. */
    @Override
    public void close() throws IOException {
        reader.close();
        pages.close();
    }
}
