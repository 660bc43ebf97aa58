/** How this server comes to own a profile: look, ask, claim, take, remove (P4–P8). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.load;
