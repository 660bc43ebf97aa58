package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Entries of a Roblox data store that ProfileService or ProfileStore has written, as Open Cloud gives them: a file with an entry on each line ({@code .jsonl}), a file with
 * one entry, a list of them or a page of them ({@code .json}), or a folder of such files. {@link RobloxEntry} says what becomes of an entry.
 */
public final class RobloxSource implements ImportSource {
    private static final String LINES = ".jsonl";
    private static final String PAGE = "dataStoreEntries";

    private final Path place;

    private RobloxSource(Path place) {
        this.place = place;
    }

    /** The entries of a file, or of all files of a folder in the order of their names. */
    public static RobloxSource of(Path place) {
        return new RobloxSource(place);
    }

    @Override
    public void read(Consumer<ImportItem> to) throws IOException {
        List<Path> files = Files.isDirectory(place)
                ? FolderSource.files(place, name -> name.endsWith(".json") || name.endsWith(LINES))
                : List.of(place);
        for (Path file : files) {
            String name = file.getFileName().toString();
            try (Reader text = new BufferedReader(new InputStreamReader(
                    Files.newInputStream(file),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
                if (name.endsWith(LINES)) {
                    readLines(name, new BufferedReader(text), to);
                } else {
                    readDocument(name, text, to);
                }
            } catch (CharacterCodingException e) {
                throw new IOException(name + ": found bytes that are no UTF-8", e);
            }
        }
    }

    /** A line that is broken harms no other. */
    private static void readLines(String name, BufferedReader lines, Consumer<ImportItem> to) throws IOException {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String where = name + " line " + ++number;
            if (!line.isBlank()) {
                ImportItem item;
                try {
                    item = RobloxEntry.item(where, StrictJson.parse(line), Optional.empty());
                } catch (IllegalArgumentException e) {
                    item = new ImportItem.Unusable(where, String.valueOf(e.getMessage()));
                }
                to.accept(item);
            }
        }
    }

    /** Behind a break of a document nothing can be trusted. */
    private static void readDocument(String name, Reader text, Consumer<ImportItem> to) throws IOException {
        try (JsonReader reader = new JsonReader(text)) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() == JsonToken.BEGIN_ARRAY) {
                readList(name, reader, to);
            } else {
                JsonElement tree = StrictJson.read(reader);
                if (tree instanceof JsonObject page && page.get(PAGE) instanceof JsonArray entries) {
                    for (int i = 0; i < entries.size(); i++) {
                        to.accept(RobloxEntry.item(name + " entry " + (i + 1), entries.get(i), Optional.empty()));
                    }
                } else {
                    String key = name.substring(0, name.lastIndexOf('.'));
                    to.accept(RobloxEntry.item(name, tree, Optional.of(key)));
                }
            }
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException(name + ": found more behind the document, expected its end");
            }
        } catch (EOFException e) {
            throw new IOException(name + ": found the end in the middle of the document", e);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new IOException(name + ": found no valid JSON; is the file whole?", e);
        }
    }

    private static void readList(String name, JsonReader reader, Consumer<ImportItem> to) throws IOException {
        reader.beginArray();
        for (int i = 1; reader.hasNext(); i++) {
            to.accept(RobloxEntry.item(name + " entry " + i, StrictJson.read(reader), Optional.empty()));
        }
        reader.endArray();
    }
}
