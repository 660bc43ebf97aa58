/** How a session is come by: look, ask, claim, take, remove (P4–P8). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.load;
