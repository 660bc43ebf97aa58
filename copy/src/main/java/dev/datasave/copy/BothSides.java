package dev.datasave.copy;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.datasave.copy.CopyProgress.Phase;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads both sides in their common order and compares them revision by revision. */
final class BothSides {
    private static final int MOST = 100;

    private final Contents expected;
    private final Contents found;
    private final List<String> differences = new ArrayList<>();
    private long count;

    BothSides(Contents expected, Contents found) {
        this.expected = expected;
        this.found = found;
    }

    /** The first differences. */
    List<String> differences() {
        return differences;
    }

    long count() {
        return count;
    }

    private static final class Cursor {
        private final Contents.Pages pages;
        private Iterator<Revision> page = List.<Revision>of().iterator();

        Cursor(Contents.Pages pages) {
            this.pages = pages;
        }

        @Nullable
        Revision next() throws IOException {
            if (!page.hasNext()) {
                page = pages.next().iterator();
            }
            return page.hasNext() ? page.next() : null;
        }
    }

    void run(long all, Consumer<CopyProgress> listener) throws IOException {
        try (Contents.Pages left = new Ahead(expected.pages(Place.START));
                Contents.Pages right = new Ahead(found.pages(Place.START))) {
            Cursor ours = new Cursor(left);
            Cursor theirs = new Cursor(right);
            Revision our = ours.next();
            Revision their = theirs.next();
            long done = 0;
            while (our != null || their != null) {
                int order = our == null ? 1 : their == null ? -1 : order(our, their);
                if (order < 0) {
                    differ(Objects.requireNonNull(our), "missing in " + found.name());
                } else if (order > 0) {
                    differ(Objects.requireNonNull(their), "only in " + found.name());
                } else {
                    compare(Objects.requireNonNull(our), Objects.requireNonNull(their));
                }
                our = order <= 0 ? ours.next() : our;
                their = order >= 0 ? theirs.next() : their;
                if (order <= 0 && ++done % 500 == 0) {
                    listener.accept(new CopyProgress(Phase.COMPARING, done, all));
                }
            }
            listener.accept(new CopyProgress(Phase.COMPARING, done, all));
        }
    }

    /** The order of a view: by store and key, by bytes; then the current revision, then the superseded ones. */
    private static int order(Revision left, Revision right) {
        EntryId ours = left.entry().id();
        EntryId theirs = right.entry().id();
        int order = bytes(ours.store(), theirs.store());
        order = order != 0 ? order : bytes(ours.key(), theirs.key());
        return order != 0
                ? order
                : Long.compare(left.place().revision(), right.place().revision());
    }

    private static int bytes(String left, String right) {
        return left.equals(right)
                ? 0
                : Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private void compare(Revision left, Revision right) {
        Entry ours = left.entry();
        Entry theirs = right.entry();
        if (ours.revision() != theirs.revision()) {
            differ(left, "found as revision " + theirs.revision() + " in " + found.name());
            return;
        }
        List<String> parts = new ArrayList<>();
        add(parts, "write id", ours.writeId().equals(theirs.writeId()));
        add(parts, "created", ours.created().equals(theirs.created()));
        add(parts, "updated", ours.updated().equals(theirs.updated()));
        add(parts, "end of retention", Objects.equals(left.end(), right.end()));
        Content our = ours.content();
        Content their = theirs.content();
        add(parts, "value", isSame(our.value(), their.value()));
        add(parts, "user ids", our.userIds().equals(their.userIds()));
        add(parts, "metadata", our.metadata().equals(their.metadata()));
        add(parts, "holder", Objects.equals(our.holder(), their.holder()));
        add(parts, "score", Objects.equals(our.score(), their.score()));
        add(parts, "system", isSame(our.system(), their.system()));
        if (!parts.isEmpty()) {
            differ(left, "different in " + found.name() + ": " + String.join(", ", parts));
        }
    }

    private static void add(List<String> parts, String part, boolean isSame) {
        if (!isSame) {
            parts.add(part);
        }
    }

    /** JSON is compared by structure: a storage may reorder its members. */
    private static boolean isSame(@Nullable String left, @Nullable String right) {
        if (Objects.equals(left, right)) {
            return true;
        }
        try {
            return left != null && right != null && JsonParser.parseString(left).equals(JsonParser.parseString(right));
        } catch (JsonParseException e) {
            return false;
        }
    }

    private void differ(Revision revision, String how) {
        count++;
        if (differences.size() < MOST) {
            Entry entry = revision.entry();
            differences.add(entry.id() + " revision " + entry.revision()
                    + (revision.superseded() ? " (superseded)" : "") + ": " + how);
        }
    }
}
