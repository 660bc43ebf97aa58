package dev.datasave.copy;

import com.google.gson.JsonObject;
import dev.datasave.copy.CopyProgress.Phase;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a backup: into {@code FILE.part} beside it, which only its owner can read, and which gets its name when it is complete, on the disk, and found
 * equal to what was copied. What a killed copy leaves is overwritten by the next one.
 */
final class BackupFile {
    private final Path file;
    private final Path part;
    private final Consumer<CopyProgress> listener;

    BackupFile(Path file, Consumer<CopyProgress> listener) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.listener = listener;
    }

    /** Writes, reads again and compares. */
    CopyOutcome write(Contents source) throws IOException {
        try (FileChannel channel = open();
                FileLock lock = lock(channel)) {
            if (lock == null) {
                return new CopyOutcome.Refused(
                        List.of(part + ": found another copy that writes it, expected none; wait for its end"));
            }
            boolean kept = false;
            try {
                channel.truncate(0);
                long all = source.count();
                write(source, all, channel);
                channel.force(true);
                CopyOutcome outcome = compare(source, all);
                if (outcome instanceof CopyOutcome.Copied) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                    kept = true;
                    forceFolder();
                }
                return outcome;
            } finally {
                if (!kept) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private FileChannel open() throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isPosix()) {
            return FileChannel.open(part, options);
        }
        FileAttribute<?> owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        FileChannel channel = FileChannel.open(part, options, owners);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        return channel;
    }

    private boolean isPosix() {
        return part.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /** Compresses quickly: the lines are of one kind, and small at once. */
    private static final class Compressed extends GZIPOutputStream {
        Compressed(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED + 2);
        }
    }

    /** Counts what passes into the checksum. */
    private static final class Summing extends FilterOutputStream {
        private final MessageDigest digest = Digests.sha256();

        Summing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            digest.update((byte) b);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            digest.update(bytes, from, length);
            out.write(bytes, from, length);
        }
    }

    private void write(Contents source, long all, FileChannel channel) throws IOException {
        BackupHeader header =
                new BackupHeader(UUID.randomUUID().toString(), source.name(), Instant.now(), source.tallies());
        Compressed compressed = new Compressed(Channels.newOutputStream(channel));
        Summing summing = new Summing(compressed);
        Writer text = new BufferedWriter(new OutputStreamWriter(summing, StandardCharsets.UTF_8), 1 << 16);
        text.append(header.json().toString()).append('\n');
        long done = 0;
        try (Contents.Pages pages = new Ahead(source.pages(Place.START))) {
            List<Revision> page = pages.next();
            while (!page.isEmpty()) {
                for (Revision revision : page) {
                    RevisionJson.write(revision, text);
                    text.append('\n');
                }
                done += page.size();
                listener.accept(new CopyProgress(Phase.COPYING, done, all));
                page = pages.next();
            }
        }
        text.flush();
        JsonObject end = new JsonObject();
        end.addProperty("revisions", done);
        end.addProperty("sha256", HexFormat.of().formatHex(summing.digest.digest()));
        JsonObject last = new JsonObject();
        last.add("end", end);
        compressed.write((last + "\n").getBytes(StandardCharsets.UTF_8));
        compressed.finish();
    }

    private CopyOutcome compare(Contents source, long all) throws IOException {
        try (Contents written = new FileContents(part)) {
            BothSides sides = new BothSides(source, written);
            sides.run(all, listener);
            return sides.count() == 0
                    ? new CopyOutcome.Copied(source.tallies(), all, List.of())
                    : new CopyOutcome.Different(sides.differences(), sides.count());
        }
    }

    /** The new name must survive a power cut, too. */
    private void forceFolder() throws IOException {
        Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
