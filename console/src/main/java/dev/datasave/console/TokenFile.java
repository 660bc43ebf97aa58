package dev.datasave.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may log in. Each line of the file is a role, a name, and the SHA-256 of a token; the token itself is shown once and stored nowhere. A line that is taken
 * out of the file ends what its user has open. Only the file's owner can read it.
 */
public final class TokenFile {
    private static final Pattern LINE = Pattern.compile("(metrics|viewer|operator) +([^ ]+) +([0-9a-f]{64})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final String NAME = "[A-Za-z0-9._@-]{1,60}";
    private static final String FIRST = "admin";

    private final Path file;

    private TokenFile(Path file) {
        this.file = file;
    }

    /** What a user may do. */
    public enum Role {
        /** Read the figures at {@code /metrics}, and nothing else. */
        METRICS,
        /** Look at everything. */
        VIEWER,
        /** Look, and act. */
        OPERATOR
    }

    /**
     * Who logs in.
     *
     * @param name the name, as the audit log shows it
     * @param role what the user may do
     */
    public record User(String name, Role role) {}

    /** {@code hash} is that of the user's token, in 64 hex digits. */
    private record Line(User user, String hash) {
        boolean isOf(String otherHash) {
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII), otherHash.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The file at a path, which need not exist. */
    public static TokenFile at(Path file) {
        return new TokenFile(file);
    }

    /**
     * Makes the file with a token for one operator, if there is no file.
     *
     * @return the new token, to be shown once; empty if the file is there
     * @throws IOException if the file can't be made or read, or others than its owner can read it
     */
    public Optional<String> prepare() throws IOException {
        if (Files.exists(file)) {
            checkRights();
            var unused = lines();
            return Optional.empty();
        }
        return Optional.of(issue(FIRST, Role.OPERATOR));
    }

    /**
     * Adds a user, or gives a user a new token in place of the old one.
     *
     * @return the token, to be shown once
     * @throws IllegalArgumentException if the name is not 1 to 60 letters, digits, dots, dashes, underscores or at-signs
     * @throws IOException if the file can't be written
     */
    public String issue(String name, Role role) throws IOException {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("name of a user: found " + Shown.text(name)
                    + ", expected 1 to 60 letters, digits or any of . _ @ -");
        }
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        StringBuilder text = new StringBuilder();
        if (Files.exists(file)) {
            checkRights();
            lines().stream()
                    .filter(line -> !line.user.name.equals(name))
                    .forEach(line -> append(text, line.user, line.hash));
        }
        append(text, new User(name, role), hashed(token));
        write(text.toString());
        return token;
    }

    private static void append(StringBuilder text, User user, String hash) {
        text.append(user.role.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(user.name)
                .append(' ')
                .append(hash)
                .append('\n');
    }

    /** Written beside it, readable by its owner from the first byte on, and moved into its place. */
    private void write(String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path part = Files.createTempFile(whole.getParent(), ".tokens", null, ownerOnly());
        try {
            Files.writeString(part, text, StandardOpenOption.WRITE);
            Files.move(part, whole, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void checkRights() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!rights.endsWith("------")) {
                throw new IOException(
                        file + ": found rights " + rights + ", expected that its owner alone may read it (chmod 600)");
            }
        }
    }

    /** Whose token it is. */
    Optional<User> check(String token) {
        String hash = hashed(token);
        User found = null;
        for (Line line : known()) {
            if (line.isOf(hash)) {
                found = line.user;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Whether that user still stands in the file, with that token. */
    boolean isStill(User user, String tokenHash) {
        return known().stream().anyMatch(line -> line.user.equals(user) && line.isOf(tokenHash));
    }

    static String hashed(String token) {
        return HexFormat.of().formatHex(hash(token));
    }

    private List<Line> known() {
        try {
            return lines();
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(file)) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(text.strip());
            if (!parts.matches()) {
                throw new IOException(
                        file + ": found a line that is not a role (viewer, operator), a name and 64 hex digits");
            }
            Role role = Role.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
            lines.add(new Line(new User(parts.group(2), role), parts.group(3)));
        }
        return lines;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
