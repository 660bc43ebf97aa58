/** Which servers live: this server's lease, the watch over the others, and the holder of an entry (P2–P4). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.lease;
