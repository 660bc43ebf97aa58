package dev.datasave.engine.people;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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

    /** A file. It appears under its name only when it is complete. */
    static ExportTarget file(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        return new ExportTarget() {
            @Override
            public OutputStream open() throws IOException {
                return Files.newOutputStream(part);
            }

            @Override
            public void finish(OutputStream out) throws IOException {
                out.close();
                try {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }

            @Override
            public void abandon(OutputStream out) {
                try {
                    out.close();
                    Files.deleteIfExists(part);
                } catch (IOException e) {
                    System.getLogger("dev.datasave")
                            .log(System.Logger.Level.WARNING, "export: " + part + " can't be deleted", e);
                }
            }
        };
    }
}
