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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file of an export: one JSON document, or a ZIP file with one document per entry and an index. It is written step by step, on user threads.
 */
final class ExportFile {
    private static final int FORMAT = 1;

    private final ReentrantLock lock = new ReentrantLock(); // not a monitor: steps do I/O on virtual threads
    private final ExportTarget target;
    private final boolean isZip;
    private final Map<String, ConnectedEntry> index = new LinkedHashMap<>();
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

    /** Runs a step; the methods that write are called inside one. */
    void run(Step step) throws IOException {
        lock.lock();
        try {
            if (isOver) {
                throw new IOException("export: found it given up, expected it to go on");
            }
            step.run();
        } finally {
            lock.unlock();
        }
    }

    void begin(String userId, String server, Instant now) throws IOException {
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
        if (isZip) {
            String name = String.format(Locale.ROOT, "entries/%06d.json", index.size() + 1);
            index.put(name, described);
            beginZipEntry(name);
        }
        EntryJson begun = new EntryJson(open(json), open(head.get("userId")));
        begun.begin(described, current, notSaved);
        entry = begun;
    }

    private void beginZipEntry(String name) throws IOException {
        ZipEntry file = new ZipEntry(name);
        file.setTimeLocal(at);
        open(zip).putNextEntry(file);
        document();
    }

    void revisions(List<Entry> older) throws IOException {
        open(entry).revisions(older);
    }

    void belongings(String store, List<Entry> entries) throws IOException {
        open(entry).belongings(store, entries);
    }

    void endEntry() throws IOException {
        open(entry).end();
        if (isZip) {
            open(json).flush();
            open(zip).closeEntry();
        }
    }

    void end() throws IOException {
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
    }

    private void writeIndex(JsonWriter document) throws IOException {
        beginEntries(document);
        for (Map.Entry<String, ConnectedEntry> file : index.entrySet()) {
            document.beginObject();
            document.name("file").value(file.getKey());
            document.name("store").value(file.getValue().store());
            document.name("key").value(file.getValue().key());
            document.name("revision").value(file.getValue().revision());
            document.endObject();
        }
    }

    /** Nothing more is written. What is there is incomplete. */
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

    private static <T> T open(@Nullable T part) throws IllegalStateException {
        if (part == null) {
            throw new IllegalStateException("export: found a step before its begin");
        }
        return part;
    }
}
