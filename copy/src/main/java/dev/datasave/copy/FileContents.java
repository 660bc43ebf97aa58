package dev.datasave.copy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.copy.CopyProgress.Phase;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A backup. Its lines, in this order: the {@link BackupHeader}; a {@link RevisionJson} for each revision, in the order of a view; the end, with the number of
 * revisions and the checksum of all lines before.
 */
final class FileContents implements Contents {
    private static final int PAGE = 500;
    private static final int PAGE_CHARACTERS = 4 << 20;

    private final Path file;
    private final BackupHeader header;

    FileContents(Path file) throws IOException {
        this.file = file;
        try (BackupLines lines = new BackupLines(file)) {
            this.header = header(lines);
        }
    }

    private static BackupHeader header(BackupLines lines) throws IOException {
        String line = lines.next();
        try {
            return BackupHeader.of(line);
        } catch (BackupException e) {
            throw lines.damaged(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw lines.damaged("found no header, expected that of a backup of DataSave", e);
        }
    }

    @Override
    public String name() {
        return file + ", backup " + header.id();
    }

    @Override
    public List<Tally> tallies() {
        return header.stores();
    }

    /** Reads the whole file, to find any damage before something is written. */
    void check(Consumer<CopyProgress> listener) throws IOException {
        try (Contents.Pages pages = new Ahead(pages(Place.START))) {
            long done = 0;
            List<Revision> page = pages.next();
            while (!page.isEmpty()) {
                done += page.size();
                listener.accept(new CopyProgress(Phase.CHECKING, done, header.count()));
                page = pages.next();
            }
        }
    }

    @Override
    public Pages pages(Place from) throws IOException {
        BackupLines lines = new BackupLines(file);
        String unused = lines.next(); // the header
        return new Lines(lines, from);
    }

    private final class Lines implements Pages {
        private final BackupLines lines;
        private final Place from;
        private boolean begun;
        private boolean over;
        private long count;

        Lines(BackupLines lines, Place from) {
            this.lines = lines;
            this.from = from;
            this.begun = from.equals(Place.START);
        }

        @Override
        public List<Revision> next() throws IOException {
            List<Revision> page = new ArrayList<>();
            int characters = 0;
            while (!over && page.size() < PAGE && characters < PAGE_CHARACTERS) {
                String line = lines.next();
                if (line.startsWith("{\"end\"")) {
                    end(line);
                    over = true;
                } else {
                    Revision revision = revision(line);
                    if (begun) {
                        page.add(revision);
                        characters += line.length();
                    }
                    begun |= revision.place().equals(from);
                }
            }
            return page;
        }

        private Revision revision(String line) throws IOException {
            try {
                count++;
                return RevisionJson.read(new StringReader(line));
            } catch (IOException | RuntimeException e) {
                throw lines.damaged("found no revision, expected one", e);
            }
        }

        private void end(String line) throws IOException {
            String checksum;
            long revisions;
            try {
                JsonObject end = JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("end");
                checksum = end.get("sha256").getAsString();
                revisions = end.get("revisions").getAsLong();
            } catch (RuntimeException e) {
                throw lines.damaged("found a broken end, expected count and checksum", e);
            }
            if (!checksum.equals(lines.checksum())) {
                throw lines.damaged("found another checksum of the lines before, expected " + checksum, null);
            }
            if (revisions != count || count != header.count()) {
                throw lines.damaged(
                        "found " + count + " revisions, expected " + header.count() + ", as the header says", null);
            }
            lines.end();
            if (!begun) {
                throw lines.damaged("found no revision " + from + ", expected the place where the copy goes on", null);
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Override
    public void close() {}
}
