/** What was stored: look at it, compare it, name a revision; owns nothing. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.history;
