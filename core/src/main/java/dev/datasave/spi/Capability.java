package dev.datasave.spi;

/** What a storage can do beyond the rules R1 to R10; declared, so that nothing is skipped silently. */
public enum Capability {
    /** {@link Atomicity#ALL} works. */
    ATOMIC_BATCH,
    /** {@link Storage#read} of several ids sees one point in time. */
    SNAPSHOT_READ,
    /** {@link Signals#send} reaches listeners of other handles of the same database without their polling entries. */
    PUSH,
    /** Entries survive {@link Storage#close()} and are there for the next handle of the same database. */
    PERSISTENT,
    /** {@link Write.Durability#POWER} is kept; elsewhere it means {@link Write.Durability#PROCESS} or less. */
    POWER_SAFE
}
