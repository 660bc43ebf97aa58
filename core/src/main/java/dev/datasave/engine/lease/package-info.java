/** Who lives: this server's lease, watching the others', who holds an entry (P2–P4). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.lease;
