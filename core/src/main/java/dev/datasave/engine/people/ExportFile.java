package dev.datasave.engine.people;

import com.google.gson.stream.JsonWriter;
import dev.datasave.ConnectedEntry;
import dev.datasave.UserDataOptions.Format;
import dev.datasave.spi.Entry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an export is written to: one JSON document, or a ZIP file of one document per entry and an index. Written by one step after the other, on
 * user threads.
 */
final class ExportFile {
    private static final int FORMAT = 1;

    private final ReentrantLock lock = new ReentrantLock(); // not a monitor: steps do I/O on virtual threads
    private final ExportTarget target;
    private final boolean isZip;
    private final List<String[]> index = new ArrayList<>();
    private Map<String, String> head = Map.of();
    private LocalDateTime at = LocalDateTime.MIN;
    private @Nullable OutputStream out;
    private @Nullable ZipOutputStream zip;
    private @Nullable Writer writer;
    private @Nullable JsonWriter json;
    private @Nullable EntryJson entry;
    private boolean isOver;

    ExportFile(ExportTarget target, Format format) {
        this.target = target;
        this.isZip = format == Format.ZIP;
    }

    /** A step that writes. */
    interface Step {
        void run() throws IOException;
    }

    void begin(String userId, String server, Instant now) throws IOException {
        lock.lock();
        try {
            checkOpen();
            head = Map.of("userId", userId, "server", server, "exportedAt", now.toString());
            at = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
            OutputStream opened = target.open();
            out = opened;
            if (isZip) {
                zip = new ZipOutputStream(opened, StandardCharsets.UTF_8);
            }
            writer = new BufferedWriter(new OutputStreamWriter(zip == null ? opened : zip, StandardCharsets.UTF_8));
            if (!isZip) {
                beginEntries(document());
            }
        } finally {
            lock.unlock();
        }
    }

    private JsonWriter document() {
        JsonWriter document = new JsonWriter(open(writer));
        document.setIndent("  ");
        json = document;
        return document;
    }

    private void beginEntries(JsonWriter document) throws IOException {
        document.beginObject();
        document.name("format").value(FORMAT);
        for (String name : List.of("userId", "exportedAt", "server")) {
            document.name(name).value(head.get(name));
        }
        document.name("entries").beginArray();
    }

    void entry(ConnectedEntry described, Optional<Entry> current, @Nullable String notSaved) throws IOException {
        lock.lock();
        try {
            checkOpen();
            if (isZip) {
                String name = String.format(Locale.ROOT, "entries/%06d.json", index.size() + 1);
                index.add(new String[] {name, described.store(), described.key(), Long.toString(described.revision())});
                beginZipEntry(name);
            }
            EntryJson begun = new EntryJson(open(json));
            begun.begin(described, current, notSaved);
            entry = begun;
        } finally {
            lock.unlock();
        }
    }

    private void beginZipEntry(String name) throws IOException {
        ZipEntry file = new ZipEntry(name);
        file.setTimeLocal(at);
        open(zip).putNextEntry(file);
        document();
    }

    void revisions(List<Entry> older) throws IOException {
        lock.lock();
        try {
            checkOpen();
            open(entry).revisions(older);
        } finally {
            lock.unlock();
        }
    }

    void belongings(String store, List<Entry> entries) throws IOException {
        lock.lock();
        try {
            checkOpen();
            open(entry).belongings(store, entries);
        } finally {
            lock.unlock();
        }
    }

    void endEntry() throws IOException {
        lock.lock();
        try {
            checkOpen();
            open(entry).end();
            if (isZip) {
                open(json).flush();
                open(zip).closeEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    void end() throws IOException {
        lock.lock();
        try {
            checkOpen();
            if (isZip) {
                beginZipEntry("index.json");
                writeIndex(open(json));
            }
            open(json).endArray().endObject().flush();
            if (isZip) {
                open(zip).closeEntry();
                open(zip).finish();
            }
            target.finish(open(out));
            isOver = true; // not before: what could not be finished is still to be abandoned
        } finally {
            lock.unlock();
        }
    }

    private void writeIndex(JsonWriter document) throws IOException {
        beginEntries(document);
        for (String[] file : index) {
            document.beginObject();
            document.name("file").value(file[0]);
            document.name("store").value(file[1]);
            document.name("key").value(file[2]);
            document.name("revision").value(Long.parseLong(file[3]));
            document.endObject();
        }
    }

    /** Nothing more is written; what is there is not whole. */
    void abandon() {
        lock.lock();
        try {
            if (!isOver) {
                isOver = true;
                OutputStream opened = out;
                if (opened != null) {
                    target.abandon(opened);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() throws IOException {
        if (isOver) {
            throw new IOException("export: found it given up, expected it to go on");
        }
    }

    private static <T> T open(@Nullable T part) throws IllegalStateException {
        if (part == null) {
            throw new IllegalStateException("export: found a step before its begin");
        }
        return part;
    }
}
