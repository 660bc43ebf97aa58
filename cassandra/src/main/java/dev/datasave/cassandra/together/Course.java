package dev.datasave.cassandra.together;

import java.util.List;

/**
 * A part of the protocol as a value. It says which steps are open, all of which may be under way at the same time, and is another one after each answer.
 * It has no clock, no thread and no randomness, so that the same code runs on a real database and in the exhaustive search of the tests.
 *
 * <p>A course may be dropped at any point, as if its process had died: whoever meets what it left settles that.
 */
sealed interface Course permits Attempt, JointWrite, Settlement, Sighting {

    /** The steps whose answers it awaits; none = it is over. A step that is still open after its answer is to be repeated. */
    List<TableStep> open();

    /** The course after an answer to one of its open steps. */
    Course after(TableStep step, Answer answer);
}
