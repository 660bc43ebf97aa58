/** What servers say to each other about a profile: claims, notices, and passing a session on (P5, P7, P8). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.handover;
