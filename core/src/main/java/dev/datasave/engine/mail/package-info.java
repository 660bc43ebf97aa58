/** Messages to profiles, and requests to their owners (P11, P13). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.mail;
