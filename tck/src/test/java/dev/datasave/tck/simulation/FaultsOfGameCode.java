package dev.datasave.tck.simulation;

import java.util.List;

/** What code of the game can do to the engine, and what becomes of data that can't be stored. */
final class FaultsOfGameCode {
    private FaultsOfGameCode() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "a checked exception out of the game's code is not caught",
                                "END",
                                "the future never completes, and the profile stays closed to edits")
                        .in(
                                "Loop",
                                "            } catch (Throwable thrown) {\n                environment.onLoop(() -> failed.accept(thrown));\n                return;\n            }",
                                "            } catch (RuntimeException | Error thrown) {\n                environment.onLoop(() -> failed.accept(thrown));\n                return;\n            } catch (Exception checked) {\n                return;\n            }"),
                PlantedFault.of(
                                "a game thread that throws is no refusal",
                                "END",
                                "the game is not told of the end, and the session waits for nobody")
                        .in(
                                "Home",
                                "        } catch (Throwable refused) {\n            task.submitted();",
                                "        } catch (java.util.concurrent.RejectedExecutionException refused) {\n            task.submitted();"),
                PlantedFault.of(
                                "a task of the game thread runs twice",
                                "END",
                                "last words are heard twice, the second time too late")
                        .in("Home", "} else if (taken.compareAndSet(false, true)) {", "} else {"),
                PlantedFault.of(
                                "data that can't be stored is kept nowhere",
                                "F5",
                                "everything since the last good save is gone")
                        .in("Unreadable", "if (found.isEmpty()) {", "if (reads >= 0) {"),
                PlantedFault.of(
                                "an orphan is kept of a person who was erased meanwhile",
                                "P14",
                                "an erased person's data is stored again")
                        .in(
                                "OrphanWriter",
                                "return SpoolVerdict.isErased(file, found.get(0), now)",
                                "return looks < 0"),
                PlantedFault.of("what was removed is answered as saved", "P9", "what the game was told is not true")
                        .in("Ending", "hasRemoved() ? new SaveResult.NotSaved(reason) : outcome", "outcome"),
                PlantedFault.of("the last save is not told", "P9", "the game's own copy lacks what was stored last")
                        .in(
                                "Ending",
                                "            session.tellAfterSave();\n            finish(new SaveResult.Saved",
                                "            finish(new SaveResult.Saved"),
                PlantedFault.of(
                                "a release answers before the entry is free",
                                "P9",
                                "who loads the profile then meets a session that is over")
                        .in(
                                "Ending",
                                "session.strays().passOn(session.id(), session.token(), claim, () -> finish(new SaveResult.NotSaved(reason)));",
                                "waiting.forEach(waiter -> loop.answer(waiter, new SaveResult.NotSaved(reason)));\n        waiting.clear();\n        session.strays().passOn(session.id(), session.token(), claim, () -> finish(new SaveResult.NotSaved(reason)));"));
    }
}
