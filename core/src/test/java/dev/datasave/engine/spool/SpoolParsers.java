package dev.datasave.engine.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ReleaseReason;
import dev.datasave.engine.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class SpoolParsers {
    private SpoolParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.ofBytes("spoolFile", bytes -> spool(bytes)),
                // The body of a spool's file, under a head that fits it.
                Parser.ofBytes("spoolBody", bytes -> spool(underHead(bytes))),
                Parser.of("spoolName", text -> {
                    SpoolName.parse(text)
                            .ifPresent(name -> assertThat(name.toString()).isEqualTo(text));
                    SpoolName.runOf(text).ifPresent(run -> assertThat(text).contains(run));
                }));
    }

    private static void spool(byte[] bytes) {
        SpoolFile file;
        try {
            file = SpoolFormat.parse(bytes);
        } catch (IOException refused) {
            return;
        }
        assertThat(file.id().store()).doesNotStartWith("~");
        byte[] written = SpoolFormat.bytes(file);
        try {
            assertThat(SpoolFormat.parse(written)).isEqualTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException("what was written can't be read", e);
        }
        assertThat(ReleaseReason.values()).contains(file.reason());
        Parser.orRefused(IllegalArgumentException.class, () -> OrphanEntries.write(file));
    }

    /** A file of a spool with that body. */
    private static byte[] underHead(byte[] body) {
        try {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            byte[] head = ("{\"spool\":1,\"sha256\":\"" + sum + "\"}\n").getBytes(StandardCharsets.UTF_8);
            byte[] file = new byte[head.length + body.length];
            System.arraycopy(head, 0, file, 0, head.length);
            System.arraycopy(body, 0, file, head.length, body.length);
            return file;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
