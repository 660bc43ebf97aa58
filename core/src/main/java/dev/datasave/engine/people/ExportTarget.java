package dev.datasave.engine.people;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an export go. */
interface ExportTarget {
    OutputStream open() throws IOException;

    /** All is written. */
    void finish(OutputStream out) throws IOException;

    /** What was written is incomplete. */
    void abandon(OutputStream out);

    /** The caller's stream, which stays open. */
    static ExportTarget stream(OutputStream stream) {
        return new ExportTarget() {
            @Override
            public OutputStream open() {
                return stream;
            }

            @Override
            public void finish(OutputStream out) throws IOException {
                out.flush();
            }

            @Override
            public void abandon(OutputStream out) {}
        };
    }

    /**
     * A file that only its owner may read. It appears under its name when it is complete; until then it has a name of its own, which no other export to the
     * same file uses.
     */
    static ExportTarget file(Path file) {
        return new ExportTarget() {
            private @Nullable Path part;

            @Override
            public OutputStream open() throws IOException {
                Path directory = file.toAbsolutePath().getParent();
                Path created = Files.createTempFile(directory, file.getFileName() + ".", ".part");
                part = created;
                return Files.newOutputStream(created);
            }

            @Override
            public void finish(OutputStream out) throws IOException {
                out.close();
                Path complete = Objects.requireNonNull(part, "an export that was opened");
                try {
                    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(complete, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }

            @Override
            public void abandon(OutputStream out) {
                try {
                    out.close();
                    Files.deleteIfExists(Objects.requireNonNull(part, "an export that was opened"));
                } catch (IOException e) {
                    System.getLogger("dev.datasave")
                            .log(System.Logger.Level.WARNING, "export: " + part + " can't be deleted", e);
                }
            }
        };
    }
}
