package dev.datasave.engine.entry;

import dev.datasave.ProfileId;
import dev.datasave.spi.EntryId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The stores, keys and holders of the engine's own entries. */
public final class Addresses {
    public static final String LEASES = "~lease";
    public static final String CLAIMS = "~claim";
    public static final String NOTICES = "~notice";
    public static final String MESSAGES = "~message";
    public static final String RECEIPTS = "~receipt";
    public static final String PINS = "~pin";
    public static final String ORPHANS = "~orphan";
    public static final String SWEEP = "~sweep";
    public static final String AUDIT = "~audit";

    /** The stores of entries that belong to a profile: their keys begin with the profile's {@link #prefix}. */
    public static final List<String> OF_PROFILES = List.of(MESSAGES, ORPHANS, PINS, RECEIPTS);

    private Addresses() {}

    /** The hash of a profile's id. It stands for the id in keys, because store and key together can exceed a key. */
    public static String hash(EntryId profile) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((profile.store() + '\0' + profile.key()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The beginning of the keys of all entries that belong to the profile, in each store of {@link #OF_PROFILES}. */
    public static String prefix(EntryId profile) {
        return hash(profile) + "/";
    }

    /** The hash of the profile that an entry of {@link #OF_PROFILES} belongs to; empty if its key names none. */
    public static String hashOf(EntryId entry) {
        return entry.key().substring(0, Math.max(0, entry.key().indexOf('/')));
    }

    /** The holder of every entry in the inbox of an incarnation: claims and notices. */
    public static String inbox(String incarnation) {
        return "inbox:" + incarnation;
    }

    /** The holder of every message that is addressed to an incarnation. */
    public static String mail(String incarnation) {
        return "mail:" + incarnation;
    }

    /** Whether the entry is the engine's own, not the game's. */
    public static boolean isEngines(EntryId id) {
        return isEngines(id.store());
    }

    /** Whether a store of that name is the engine's own. */
    public static boolean isEngines(String store) {
        return store.startsWith("~");
    }

    /** The profile that an entry of the game's holds. */
    public static ProfileId profile(EntryId id) {
        return new ProfileId(id.store(), id.key());
    }
}
