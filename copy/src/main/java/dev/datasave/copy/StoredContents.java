package dev.datasave.copy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import dev.datasave.spi.Storage.Transfer.View;
import java.util.List;

/** A view of a storage. */
final class StoredContents implements Contents {
    private static final int PAGE = 500;

    private final String name;
    private final View view;

    StoredContents(String name, View view) {
        this.name = name;
        this.view = view;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Tally> tallies() {
        return view.tallies().stream()
                .filter(tally -> Contents.isCopied(tally.store()))
                .toList();
    }

    @Override
    public Pages pages(Place from) {
        return new Pages() {
            private Place place = from;

            @Override
            public List<Revision> next() {
                while (true) {
                    List<Revision> page = view.after(place, PAGE);
                    if (page.isEmpty()) {
                        return page;
                    }
                    place = page.getLast().place();
                    List<Revision> copied = page.stream()
                            .filter(each -> Contents.isCopied(each.entry().id().store()))
                            .toList();
                    if (!copied.isEmpty()) {
                        copied.forEach(StoredContents.this::refuseDamage);
                        return copied;
                    }
                }
            }

            @Override
            public void close() {}
        };
    }

    private void refuseDamage(Revision revision) {
        String damage = revision.entry().damage();
        if (damage != null) {
            throw StorageFailed.lasting(
                    name + ": " + damage + "; revision " + revision.entry().revision() + " can't be copied", null);
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
