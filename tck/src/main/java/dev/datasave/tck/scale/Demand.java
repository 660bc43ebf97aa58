package dev.datasave.tck.scale;

import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;

/** What a storage is asked for, by the reason that the engine has for it. */
public enum Demand {
    /** A profile is saved, by the server that holds it. */
    SAVE("profile saves"),
    /** A profile changes hands: it is taken, handed over or released. */
    HOLDER("profiles taken, handed over, released"),
    /** A lease is renewed, written first, or removed. */
    LEASE("leases renewed"),
    /** A claim, or a notice, is written or removed. */
    CLAIM("claims written and removed"),
    /** A message, or what else belongs to a profile, is written or removed. */
    MESSAGE("messages written and removed"),
    /** An entry is looked at by a load. */
    LOOK("profiles and claims looked at"),
    /** A lease is looked at. */
    LEASE_LOOK("leases looked at"),
    /** A server lists its inbox or its mail. */
    INBOX("inboxes listed"),
    /** A server lists the profiles that it holds. */
    HELD("profiles held, listed"),
    /** The messages of one profile are listed. */
    MAIL("messages of a profile listed"),
    /** What is due is looked for, and swept. */
    SWEEP("looks for what is due"),
    /** Anything else. */
    OTHER("others");

    private final String words;

    Demand(String words) {
        this.words = words;
    }

    /** The kind in words, for tables. */
    public String words() {
        return words;
    }

    /** Whether it changes the storage. */
    public boolean isWrite() {
        return compareTo(MESSAGE) <= 0;
    }

    static Demand of(Write write, boolean isSameHolder) {
        return switch (write.id().store()) {
            case "~lease" -> LEASE;
            case "~claim", "~notice" -> CLAIM;
            default -> write.id().store().startsWith("~") ? MESSAGE : isSameHolder ? SAVE : HOLDER;
        };
    }

    static Demand read(EntryId id) {
        return switch (id.store()) {
            case "~lease" -> LEASE_LOOK;
            case "~sweep" -> SWEEP;
            default -> LOOK;
        };
    }

    static Demand list(EntryQuery.Scope scope) {
        return switch (scope) {
            case EntryQuery.Scope.Keys(String store, String prefix) when store.equals("~lease") -> LEASE_LOOK;
            case EntryQuery.Scope.Keys(String store, String prefix) when store.startsWith("~") -> MAIL;
            case EntryQuery.Scope.Holder(String prefix) when prefix.endsWith("/") -> HELD;
            case EntryQuery.Scope.Holder held -> INBOX;
            case EntryQuery.Scope.Scores scores -> SWEEP;
            default -> OTHER;
        };
    }
}
