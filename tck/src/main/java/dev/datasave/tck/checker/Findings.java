package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The checker's knowledge at one point of the journal, and its findings so far. */
final class Findings {
    final Lineage lineage = new Lineage();
    final boolean calm;
    final Parsed parsed = new Parsed();
    final Claims claims = new Claims(parsed);
    final States states = new States(parsed);
    final ServerNames servers = new ServerNames();
    final SessionRules sessions = new SessionRules();
    final Replacements replacements = new Replacements(parsed);
    final Ledger ledger = new Ledger(this);
    final DeedRules deeds = new DeedRules(this);
    final MoveRules moves = new MoveRules(this);
    final TroubleRules trouble = new TroubleRules(this);
    final Accounts accounts = new Accounts(this);
    final Set<String> orphans = new HashSet<>();
    /** By state: the event that reported it to be in a spool. */
    final Map<String, Journal.Game> spooled = new LinkedHashMap<>();

    final List<Violation> violations = new ArrayList<>();
    final Map<Count, Integer> counts = new EnumMap<>(Count.class);
    private Duration setBack = Duration.ofDays(-1);

    Findings(boolean calm) {
        this.calm = calm;
    }

    void setBack(Journal.SetBack back) {
        Set<EntryId> leases = lineage.present(ServerNames.LEASES);
        lineage.setBack(back.to());
        leases.removeAll(lineage.present(ServerNames.LEASES));
        leases.forEach(lease -> servers.forgotten(lease.key()));
        setBack = back.at();
        ledger.setBack();
        count(Count.SET_BACK);
    }

    /** Whether the storage was set back since then, so that older knowledge may not hold. */
    boolean wasSetBackSince(Duration time) {
        return time.compareTo(setBack) <= 0;
    }

    void count(Count what) {
        counts.merge(what, 1, Integer::sum);
    }

    void report(Duration at, String rule, EntryId id, String message) {
        violations.add(new Violation(at, rule, Optional.of(id), message));
    }

    void report(Journal.Written written, String rule, String message) {
        violations.add(new Violation(
                written.at(), rule, Optional.of(written.id()), written.server() + " " + written.id() + ": " + message));
    }

    void report(Journal.Game game, String rule, String message) {
        violations.add(new Violation(
                game.at(), rule, Optional.of(game.id()), game.server() + " " + game.id() + ": " + message));
    }

    static Optional<String> holder(Optional<Entry> entry) {
        return entry.flatMap(found -> Optional.ofNullable(found.content().holder()));
    }
}
