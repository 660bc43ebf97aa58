package dev.datasave.cli.ops;

import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code who}. */
@Command(
        name = "who",
        mixinStandardHelpOptions = true,
        description = "Says which server has a profile, since when, and why a load of it waits.")
public final class WhoCommand extends OnStorage {
    @Mixin
    private Named named = new Named();

    /** For picocli. */
    public WhoCommand() {}

    @Override
    int run(Operations operations) {
        Optional<ProfileReport> found = named.in(operations, this).report();
        if (found.isEmpty()) {
            say(named + ": found nothing under this key, expected a profile");
            return NOT_DONE;
        }
        ProfileReport report = found.get();
        if (isJson()) {
            print(Shapes.shape()
                    .with("owner", report.owner().map(Shapes::of))
                    .with("waiting", Shapes.array(report.waiting(), Shapes::of))
                    .json());
            return DONE;
        }
        say(owner(report));
        report.waiting().forEach(waiting -> say(waiting(waiting)));
        return DONE;
    }

    static String owner(ProfileReport report) {
        return report.owner()
                .map(owner -> "server " + owner.serverName() + " (" + owner.incarnation() + ") has it"
                        + owner.since()
                                .map(since -> ", since " + since + " or earlier")
                                .orElse("")
                        + owner.leaseAge()
                                .map(age -> "; it renewed its lease " + age.toMillis() + " ms ago"
                                        + (owner.isAlive() ? "" : " and counts as dead"))
                                .orElse("; that server is gone, so the next load takes it"))
                .orElse("no server has it");
    }

    static String waiting(ProfileReport.Waiting waiting) {
        String asks = "server " + waiting.serverName() + " (" + waiting.incarnation() + ") waits for it since "
                + waiting.since();
        if (waiting.refusedReader() > 0) {
            return asks + ": the owner refuses, because its data needs schema version " + waiting.refusedReader();
        }
        return asks
                + (waiting.isAddressedToOwner()
                        ? ": the owner has not given it up yet"
                        : ": it asks a session that has ended");
    }
}
