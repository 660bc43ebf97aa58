package dev.datasave.tck.simulation;

import java.util.List;

/** How a profile comes from one server to another. */
final class FaultsOfOwnership {
    private FaultsOfOwnership() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "a refused write is sent again on top of anything",
                                "P1",
                                "the revision is checked, but the check has no effect")
                        .in("Chain", "if (!ours && !setBack) {", "if (current.isEmpty()) {"),
                PlantedFault.of(
                                "holder compared by server instead of session",
                                "P1",
                                "an ended session writes a profile that the next session on that server owns")
                        .in(
                                "Token",
                                "return token != null && head == token.head && tail == token.tail && Objects.equals(other, token.other);",
                                "return token != null && incarnation.equals(token.incarnation);"),
                PlantedFault.of("steal at once", "P8", "a living holder is robbed")
                        .in(
                                "Contest",
                                "loop.environment().monotonicNanos() - waitingSince >= stealAfter.toNanos();",
                                "loop.environment().monotonicNanos() - waitingSince >= 0;"),
                PlantedFault.of("refused, and delivered all the same", "P1", "two servers own the profile")
                        .in(
                                "Taking",
                                "!decision.written() || decision.current().isPresent() || content == null",
                                "content == null"),
                PlantedFault.of(
                                "the session before is not awaited",
                                "P9",
                                "a reload reads what is about to be replaced")
                        .in(
                                "Load",
                                "session.endThen(endsAs, this::begin);",
                                "session.end(ReleaseReason.REPLACED);\n                loads.takesTurn(this);\n                on(LoadState.Event.TURN);\n                look();")
                        .in(
                                "Load",
                                "            session.whenEnded(this::begin);",
                                "            loads.takesTurn(this);\n            on(LoadState.Event.TURN);\n            look();"),
                PlantedFault.of("a holder answers claims for other sessions", "P7", "a stale claim wins the profile")
                        .in(
                                "Inbox",
                                "if (session != null && session.token().isSameSession(claim.holder())) {",
                                "if (session != null) {"),
                PlantedFault.of(
                                "notices of a steal ignored",
                                "P8",
                                "the game on the old server plays on until its next save")
                        .in("Inbox", "session.stolen();", "answered.remove(\"\");"),
                PlantedFault.of("no notice of a steal", "P8", "the game on the old server plays on until its next save")
                        .in(
                                "Taking",
                                "loads.inbox().leaveNotice(load.id(), robbed);",
                                "loop.signal(robbed.incarnation());"),
                PlantedFault.of("signals are needed", "P6", "a claim whose signal is lost is never answered")
                        .in("Lease", "owner.inboxRead(round.inbox);", "owner.inboxRead(List.of());"),
                PlantedFault.of("a cancelled load keeps what it took", "P9", "the profile is held for nobody")
                        .in(
                                "Taking",
                                "        if (load.state().isAnswered()) {\n            free();\n        } else {",
                                "        if (!load.state().isAnswered()) {"),
                PlantedFault.of("leftovers are not freed", "P7", "a token that nobody awaits holds the profile")
                        .in(
                                "Strays",
                                "if (!ended && !holdings.uses(id, token) && freeing.add(token.session())) {",
                                "if (ended && freeing.add(token.session())) {")
                        .in("Inbox", "strays.passOn(claim.profile(), claim.holder(), claim, () -> {});", ""),
                PlantedFault.of("a claim number that is not stored", "P7", "a claimant that has lost goes on")
                        .in(
                                "Contest",
                                "sight.claim().map(Contest::readable).ifPresent(claim -> seen = Math.max(seen, claim.number()));",
                                "")
                        .in("Ending", "to == null ? format : format.withLoad(to.number())", "format"),
                PlantedFault.of("a delivered profile that nobody takes is kept", "P9", "the profile is held for nobody")
                        .in(
                                "Load",
                                "var unused = session.releaseAsync(ReleaseReason.RELEASED);",
                                "session.profile().cache();"));
    }
}
