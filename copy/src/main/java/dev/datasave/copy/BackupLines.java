package dev.datasave.copy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a compressed file, each of bounded length, with the checksum of all that were read before the last one. */
final class BackupLines implements AutoCloseable {
    /** A value of 4 MiB takes 24 MiB if each of its characters is escaped. */
    private static final int LONGEST = 32 << 20;

    private final Path file;
    private final InputStream in;
    private final MessageDigest digest = Digests.sha256();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;
    private byte[] line = new byte[0];
    private long number;

    BackupLines(Path file) throws IOException {
        this.file = file;
        InputStream raw = Files.newInputStream(file);
        try {
            this.in = new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e instanceof ZipException || e instanceof EOFException
                    ? new BackupException(file + ": line 1: found no compressed file, expected a backup of DataSave", e)
                    : e;
        }
    }

    /** Reads the next line; the one before is part of the checksum then. */
    String next() throws IOException {
        if (number > 0) {
            digest.update(line);
            digest.update((byte) '\n');
        }
        number++;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            if (at == filled && !fill()) {
                throw damaged("found the end of the file, expected more lines; it was cut off", null);
            }
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            text.write(buffer, at, end - at);
            at = end;
            if (text.size() > LONGEST) {
                throw damaged("found more than " + LONGEST + " bytes, expected a line", null);
            }
            if (at < filled) {
                at++;
                line = text.toByteArray();
                return new String(line, StandardCharsets.UTF_8);
            }
        }
    }

    private boolean fill() throws IOException {
        try {
            at = 0;
            filled = Math.max(0, in.read(buffer));
            return filled > 0;
        } catch (EOFException e) {
            throw damaged("found the end of the file, expected more; it was cut off", e);
        } catch (ZipException e) {
            throw damaged("found damaged data, expected what was compressed", e);
        }
    }

    /** Makes sure that nothing follows. The compression's own checksum is compared there, too. */
    void end() throws IOException {
        if (at < filled || fill()) {
            number++;
            throw damaged("found more lines, expected the end of the file", null);
        }
    }

    /** The checksum of all lines before this one. */
    String checksum() {
        return HexFormat.of().formatHex(Digests.copy(digest).digest());
    }

    /** What is wrong with the present line. */
    BackupException damaged(String what, @Nullable Exception cause) {
        String message = file + ": line " + number + ": " + what;
        return cause == null ? new BackupException(message) : new BackupException(message, cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
