package dev.datasave.tck.simulation;

import java.util.List;

/** How a session ends, and a server. */
final class FaultsOfEnds {
    private FaultsOfEnds() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "release before save, confirmed at once",
                                "P9",
                                "the next server loads data without the last edits")
                        .in(
                                "Ending",
                                "case STATE, CLEANSED -> session.snapshots()",
                                "case STATE, CLEANSED -> session.strays().passOn(session.id(), session.token(), claim, () -> finish(session.saved()));\n                case STORED -> session.snapshots()")
                        .in(
                                "Ending",
                                "                case STORED ->\n                    session.strays().passOn(session.id(), session.token(), claim, () -> finish(session.saved()));\n",
                                ""),
                PlantedFault.of("edits go on while the last state is written", "P5", "those edits are lost")
                        .in("Ending", "    void begin() {\n        session.state().stopEdits();", "    void begin() {"),
                PlantedFault.of("last words after the snapshot", "P5", "what onLastSave changes is lost")
                        .in(
                                "Ending",
                                "        LiveState<T> live = session.state();\n        Runnable all",
                                "        LiveState<T> live = session.state();\n        told();\n        Runnable all")
                        .in("Ending", "all, inTime -> told());", "all, inTime -> {});")
                        .in("LiveState", "phase == Phase.ENDING && !isSilent;", "phase == Phase.ENDING;"),
                PlantedFault.of(
                                "unsaved state is not reported when the session is lost",
                                "P10",
                                "the edits since the last save are lost and nobody is told")
                        .in(
                                "Ending",
                                "        session.losses().report(reason, null);\n        tellOfRelease();",
                                "        tellOfRelease();"),
                PlantedFault.of(
                                "a refused last state is not reported",
                                "P10",
                                "the edits since the last save are lost and nobody is told")
                        .in("Ending", "            session.losses().reportOf(snapshot, reason, null);", ""),
                PlantedFault.of(
                                "given up without a word",
                                "P10",
                                "after the grace nothing is spooled and nothing reported")
                        .in(
                                "Ending",
                                "rescue.giveUp(cause, () -> finish(new SaveResult.NotSaved(reason)));",
                                "finish(new SaveResult.NotSaved(reason));"),
                PlantedFault.of(
                                "the game is not told of the end",
                                "END",
                                "the game keeps a profile that another session owns")
                        .in("Ending", "listeners.forEach(listener -> session.tell(\"onRelease\", listener));", ""),
                PlantedFault.of(
                                "whoever waits for the end is forgotten",
                                "END",
                                "the future of a release never completes")
                        .in("Ending", "        waiting.forEach(waiter -> loop.answer(waiter, answer));\n", ""),
                PlantedFault.of("signals are heard after closing", "END", "a closed server stays in memory")
                        .in("Engine", "subscriptions.forEach(Signals.Subscription::close)", "{}"),
                PlantedFault.of("release before save", "P9", "the next server loads data without the last edits")
                        .in(
                                "Ending",
                                "case STATE, CLEANSED -> session.snapshots().takeLast(this::write, this::writeWithoutData);",
                                "case STATE, CLEANSED -> session.strays().passOn(session.id(), session.token(), claim, () -> session.snapshots().takeLast(this::write, this::writeWithoutData));"),
                PlantedFault.of(
                                "lease removed before the sessions have ended",
                                "P9",
                                "others take profiles that the closing server has not saved yet")
                        .in("Engine", "loads::cancelAll,", "loads::cancelAll, () -> lease.end(done -> {}),"),
                PlantedFault.of(
                                "who waits for a save under way is forgotten",
                                "END",
                                "the future of a save never completes")
                        .in("Ending", "waiting.addAll(session.saver().underWay());", ""));
    }
}
